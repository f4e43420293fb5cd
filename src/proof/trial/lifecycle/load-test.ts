import type { LoadedStep, LoadOutcome } from "../../../domain/workload/trial.ts";
import type { Load } from "../../../domain/workload/workload.ts";
import type { Step } from "../../../domain/workload/step.ts";
import { isLoad, repeatedSteps } from "../../../steps/is-load.ts";
import type { Container } from "../../../sources/engine/types.ts";
import { repeatsOf } from "../../judge/repeats.ts";
import { takeOnce } from "./exercise.ts";
import { pause, throwIfInterrupted } from "../interrupted.ts";
import { clientNumbers } from "../steps/client.ts";
import { drawSteps } from "./draw-steps.ts";
import { withClient } from "./with-client.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { execute } from "../steps/exec.ts";

/** No client sends thousands of requests a second to a dead server. */
const restAfterFailureMs = 20;
const restBesideMs = 200;
/** Each client finishes its first round, so that every step runs: maximum multiple of the declared time. */
const longestShare = 4;
/** Latency is not judged, so a queue is waited for. */
const longestStepMs = 30_000;
/** Consecutive failures of each client after which the load ends. */
const failuresInRow = 25;

/** Name of the step that starts a command beside the load. */
const execBeside = "an exec beside the load";
const healthBeside = "HEALTHCHECK beside the load";
/**
 * No image has a program of this name: only the runtime's part of an exec takes resources, and no program of the image
 * runs.
 */
const missingProgram = ["/hullproof/no-such-program"];

/**
 * Steps that can run in parallel, and those that run one after the other beside them. Signals and upkeep are no load,
 * and a command of this machine has a separate load.
 */
export function partsOf(
  steps: readonly Step[],
  { serial = [] }: Load,
): { together: readonly Step[]; beside: readonly Step[] } {
  const loaded = steps.filter(isLoad);
  return {
    together: loaded.filter(({ name }) => !serial.includes(name)),
    beside: loaded.filter(({ name }) => serial.includes(name)),
  };
}

/**
 * Runs the steps of the workload with all clients of its load in parallel, and beside them what a deployment runs at
 * any time: the HEALTHCHECK and a command of `docker exec`. Undefined without a load, or if no step can run in
 * parallel. Failures are counted and not judged: the original may fail as well.
 */
export async function runLoadTest(life: LifecycleContext): Promise<LoadOutcome | undefined> {
  const { load, steps } = life.workload;
  if (load === undefined) return undefined;
  const { together, beside } = partsOf(steps, load);
  if (together.length === 0) return undefined;
  const context: LifecycleContext = {
    ...life,
    container: steadyPorts(life.container),
    companions: new Map(
      [...(life.companions ?? [])].map(([name, one]) => [name, { ...one, container: steadyPorts(one.container) }]),
    ),
  };
  const tallies = new Map<string, Tally>();
  const count = (name: string, at: boolean, problem: string | undefined) => {
    const tally = tallies.get(name) ?? { name, together: at, count: 0, failed: 0 };
    tally.count++;
    if (problem !== undefined) {
      tally.failed++;
      tally.problem ??= problem;
    }
    tallies.set(name, tally);
  };

  const times: number[] = [];
  const begin = performance.now();
  const passed = () => performance.now() - begin;
  let inRow = 0;
  const hasFailed = () => inRow >= failuresInRow * load.clients;
  const client = async (_: unknown, at: number) => {
    const own = withClient(context, clientNumbers.load + at);
    let done = 0;
    for (const step of drawSteps(together)) {
      const over = passed() >= load.forMs * (done++ < together.length ? longestShare : 1);
      if (over || hasFailed() || context.signal.aborted) return;
      const { problem, ms } = await takeOnce(patient(step, load.clients), own);
      count(step.name, true, problem);
      times.push(ms);
      inRow = problem === undefined ? 0 : inRow + 1;
      if (problem !== undefined) await pause(restAfterFailureMs, context.signal);
    }
  };
  const round = async () => {
    for (const step of repeatedSteps([...together, ...beside]))
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
  if (failed === undefined && !hasFailed()) await moreThan(context.unlike, tallies, round);
  if (failed?.status === "rejected") throw failed.reason;
  const tallied = [...tallies.values()];
  const failures = tallied.reduce((sum, { together: at, failed: some }) => (at ? sum + some : sum), 0);
  return { clients: load.clients, ms: Math.round(passed()), steps: tallied, repeats: repeatsOf(times, failures) };
}

/**
 * More rounds until the count of each step differs from the other trial: the state that the container keeps then
 * differs between the two, and the noise includes it. Otherwise two trials would agree by chance, and a third one would
 * seem to differ.
 */
async function moreThan(
  expectedLoad: LoadOutcome | undefined,
  tallies: ReadonlyMap<string, Tally>,
  round: () => Promise<void>,
): Promise<void> {
  const alike = () =>
    expectedLoad?.steps.some(({ name, count }) => isStep(name) && tallies.get(name)?.count === count) === true;
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
async function startsNothing(context: LifecycleContext): Promise<string | undefined> {
  const result = await execute(context, missingProgram, { timeoutMs: longestStepMs });
  if ("problem" in result) return result.problem;
  return result.exitCode === 126 || result.exitCode === 127 ? undefined : `exit code ${result.exitCode}, expected 127`;
}

/** Asks the engine once for a published port: asking at each step would be more work than most steps. */
function steadyPorts(container: Container): Container {
  const ports = new Map<string, Promise<number>>();
  return {
    ...container,
    hostPort(port, protocol = "tcp") {
      const key = `${port}/${protocol}`;
      const cachedPort = ports.get(key);
      if (cachedPort !== undefined) return cachedPort;
      const pendingPort = container.hostPort(port, protocol);
      ports.set(key, pendingPort);
      pendingPort.catch(() => ports.delete(key));
      return pendingPort;
    },
  };
}
