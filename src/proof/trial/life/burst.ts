import type { LoadedStep, LoadOutcome } from "../../../domain/workload/trial.ts";
import type { Load, Step } from "../../../domain/workload/workload.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import type { Container } from "../../../sources/engine/types.ts";
import { repeatsOf } from "../../judge/repeats.ts";
import { takeOnce } from "./exercise.ts";
import { pause, throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "./life-context.ts";
import { execute } from "../steps/exec.ts";

/** No one asks a server that is gone thousands of times a second. */
const restAfterFailureMs = 20;
const restBesideMs = 200;
/** Each client ends its first round, so that every step is done: no longer than so many times the declared time. */
const longestShare = 4;
/** How fast it answers is not judged, so who waits in a queue is waited for. */
const longestStepMs = 30_000;
/** Failures one after the other, for each client, after which nothing answers any more. */
const failuresInRow = 25;

/** How the step in which a command is started beside the load is called. */
export const execBeside = "an exec beside the load";
const healthBeside = "HEALTHCHECK beside the load";
/** There is none of this name in any image: the runtime's own part of an exec is what takes room, and nothing of the image runs. */
const missingProgram = ["/hullproof/no-such-program"];

/** Which steps many can do at once, and which are done one after the other beside them. Signals and upkeep are no load, and a command of this machine brings its own. */
export function partsOf(
  steps: readonly Step[],
  { serial = [] }: Load,
): { together: readonly Step[]; beside: readonly Step[] } {
  const loaded = steps.filter((step) => kindOf(step).noLoad?.(step) === undefined);
  return {
    together: loaded.filter(({ name }) => !serial.includes(name)),
    beside: loaded.filter(({ name }) => serial.includes(name)),
  };
}

/**
 * The steps of the workload, by all clients of its load at once, and beside them what a deployment does at any time: the HEALTHCHECK
 * and a command of `docker exec`. Undefined where there is no load, or nothing that many can do at once. What failed is counted
 * and not judged: the original may fail as well.
 */
export async function burst(life: LifeContext): Promise<LoadOutcome | undefined> {
  const { load, steps } = life.workload;
  if (load === undefined) return undefined;
  const { together, beside } = partsOf(steps, load);
  if (together.length === 0) return undefined;
  const context: LifeContext = {
    ...life,
    container: steadyPorts(life.container),
    beside: new Map(
      [...(life.beside ?? [])].map(([name, one]) => [name, { ...one, container: steadyPorts(one.container) }]),
    ),
  };
  const tallies = new Map<string, Tally>();
  const count = (name: string, at: boolean, problem: string | undefined) => {
    const known = tallies.get(name) ?? { name, together: at, count: 0, failed: 0 };
    known.count++;
    if (problem !== undefined) {
      known.failed++;
      known.problem ??= problem;
    }
    tallies.set(name, known);
  };

  const times: number[] = [];
  const begin = performance.now();
  const passed = () => performance.now() - begin;
  let inRow = 0;
  const gone = () => inRow >= failuresInRow * load.clients;
  const client = async () => {
    for (let round = 0; ; round++) {
      for (const step of together) {
        const over = passed() >= load.forMs * (round === 0 ? longestShare : 1);
        if (over || gone() || context.signal.aborted) return;
        const { problem, ms } = await takeOnce(patient(step, load.clients), context);
        count(step.name, true, problem);
        times.push(ms);
        inRow = problem === undefined ? 0 : inRow + 1;
        if (problem !== undefined) await pause(restAfterFailureMs, context.signal);
      }
    }
  };
  const round = async () => {
    for (const step of [...together, ...beside])
      count(step.name, together.includes(step), (await takeOnce(patient(step, load.clients), context)).problem);
  };
  let over = false;
  const lane = async () => {
    while (!over && !context.signal.aborted) {
      for (const step of beside) {
        if (over) return;
        count(step.name, false, (await takeOnce(patient(step, load.clients), context)).problem);
      }
      if (life.quiet === true && beside.length === 0) return;
      if (context.health !== undefined && life.quiet !== true)
        count(healthBeside, false, (await takeOnce({ kind: "health", name: healthBeside }, context)).problem);
      if (life.quiet !== true) count(execBeside, false, await startsNothing(context));
      await pause(restBesideMs, context.signal);
    }
  };
  const clients = Promise.all(Array.from({ length: load.clients }, client)).finally(() => (over = true));
  const [failed] = (await Promise.allSettled([clients, lane()])).filter(({ status }) => status === "rejected");
  throwIfInterrupted(context.signal);
  if (failed === undefined && !gone()) await moreThan(context.unlike, tallies, round);
  if (failed?.status === "rejected") throw failed.reason;
  const tallied = [...tallies.values()];
  const failures = tallied.reduce((sum, { together: at, failed: some }) => (at ? sum + some : sum), 0);
  return { clients: load.clients, ms: Math.round(passed()), steps: tallied, repeats: repeatsOf(times, failures) };
}

/**
 * More rounds until each step was done another number of times than in the other run: what the container remembers of it then differs between the two, and
 * is known to differ. Two runs would else agree by chance, and a third one would seem to answer otherwise.
 */
async function moreThan(
  other: LoadOutcome | undefined,
  tallies: ReadonlyMap<string, Tally>,
  round: () => Promise<void>,
): Promise<void> {
  const alike = () =>
    other?.steps.some(({ name, count }) => isStep(name) && tallies.get(name)?.count === count) === true;
  for (let more = 0; alike() && more <= tallies.size; more++) await round();
}

const isStep = (name: string): boolean => name !== execBeside && name !== healthBeside;

interface Tally extends LoadedStep {
  count: number;
  failed: number;
  problem?: string;
}

function patient(step: Step, clients: number): Step {
  if (!("timeoutMs" in step) || step.timeoutMs === undefined) return step;
  return { ...step, timeoutMs: Math.max(step.timeoutMs, Math.min(step.timeoutMs * clients, longestStepMs)) };
}

/** The runtime came as far as looking for the program: an exec finds its room. */
async function startsNothing(context: LifeContext): Promise<string | undefined> {
  const result = await execute(context, missingProgram, { timeoutMs: longestStepMs });
  if ("problem" in result) return result.problem;
  return result.exitCode === 126 || result.exitCode === 127 ? undefined : `exit code ${result.exitCode}, expected 127`;
}

/** The engine is asked once where a port is published: asking it at each step would be more work than most steps are. */
function steadyPorts(container: Container): Container {
  const ports = new Map<string, Promise<number>>();
  return {
    ...container,
    hostPort(port, protocol = "tcp") {
      const key = `${port}/${protocol}`;
      const known = ports.get(key);
      if (known !== undefined) return known;
      const asked = container.hostPort(port, protocol);
      ports.set(key, asked);
      asked.catch(() => ports.delete(key));
      return asked;
    },
  };
}
