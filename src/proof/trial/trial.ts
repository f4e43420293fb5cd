import type { Permit } from "../../consent/decide.ts";
import type { RunOn, SlowStart } from "./lifecycle/lifecycle-context.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { LifecycleOutcome, LoadOutcome, Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { maskFailure } from "../../secrets/mask-failure.ts";
import { valueMask, type ValueMask } from "../../secrets/mask-values.ts";
import { createContainer } from "../../sources/engine/containers/containers.ts";
import type { Container, ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { clientNumbers, openClient, openTrialCaptures } from "./steps/client.ts";
import { enterLane } from "./lanes.ts";
import { waitForRemovals, removeInBackground } from "./background-removal.ts";
import { createRequest } from "./environment/create-request.ts";
import { flooredRestrictions } from "./environment/engine-floor.ts";
import { healthCheckOf } from "./health-command.ts";
import { logShapeLimit } from "../judge/judge-log.ts";
import type { ExpectedFiles } from "../judge/files/expected-files.ts";
import { isBrokenLife } from "../judge/broken-life.ts";
import { compareProcesses, type ReferenceProcesses } from "../judge/identity/compare.ts";
import { watchProcesses } from "../observe/identity/watch-processes.ts";
import { mainProgram } from "./lifecycle/main-program.ts";
import { runLifecycle } from "./lifecycle/lifecycle.ts";
import type { Observer } from "../observe/observer.ts";
import { withholdInternet } from "./environment/internet.ts";
import { publishedPorts } from "./environment/ports.ts";
import { watchExhaustion } from "../observe/exhaustion/watch.ts";
import { lineShape, printable } from "../judge/shape.ts";
import { openTrialEnvironment } from "./environment/trial-environment.ts";
import { traceTrial } from "./trace-trial.ts";
import { trialMask } from "./trial-mask.ts";
import { usageMeter } from "../observe/usage-meter.ts";

const tickMs = 20;

export interface TrialRequest {
  readonly id: string;
  /** Displayed subject of the trial: `without SETUID`. */
  readonly title: string;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly restrictions: Restrictions;
  readonly permit: Permit;
  readonly observe?: readonly Observer[];
  /** Default true; false for a measurement. */
  readonly judged?: boolean;
  /** No other trial of the session runs meanwhile. Default false. */
  readonly alone?: boolean;
  /**
   * Its container is removed while the next trial is prepared: the caller calls `waitForRemovals` at the end. Default
   * false.
   */
  readonly leaves?: boolean;
  /** Time during which HEALTHCHECK failures do not count; default its start period. */
  readonly healthWithinMs?: number;
  /** Ports of the workload without HTTP; default none. */
  readonly silentPorts?: ReadonlySet<number>;
  readonly slowStart?: SlowStart;
  /** Time limit of an idle container after the stop signal; default the whole time of the workload. */
  readonly stopWithinMs?: number;
  /** Earliest time of each step in each life, in milliseconds since the container's start; default none. */
  readonly pace?: readonly (readonly number[])[];
  /** Waits for work after the last step before the stop; default false. */
  readonly settle?: boolean;
  /** States of the original's processes, and whether its image differs. */
  readonly reference?: { readonly processes: ReferenceProcesses; readonly otherImage: boolean };
  /** Final files of the original, by life. */
  readonly expected?: readonly ExpectedFiles[];
  /** Restrictions by companion name; default none. */
  readonly beside?: ReadonlyMap<string, Restrictions>;
  /** Under load only the steps run, without exec and HEALTHCHECK. Default false. */
  readonly quiet?: boolean;
  /** Load of another run: this one runs each step a different number of times. */
  readonly unlike?: LoadOutcome;
  /** Its first life keeps running after its steps until its processes no longer change. */
  readonly runOn?: RunOn;
}

/**
 * Runs one container under `restrictions` through its workload, and removes it, at the latest when `waitForRemovals`
 * resolves. Problems of the container are the trial's outcome; a Failure (`engine-unreachable`, `engine-refused`,
 * `engine-died`, `timed-out`, `interrupted`) is the engine's.
 */
export async function runTrial(session: EngineSession, request: TrialRequest): Promise<Trial> {
  const mask = await trialMask(session, request.workload, request.imageSummary);
  return maskFailure(mask, () => maskedTrial(session, request, mask));
}

async function maskedTrial(session: EngineSession, request: TrialRequest, mask: ValueMask): Promise<Trial> {
  const { id, title, image, workload, permit } = request;
  await withholdInternet(session, workload);
  // Regardless of the allowlist's origin, nothing runs with more than the engine's default.
  const restrictions = await flooredRestrictions(session, request.restrictions, workload, permit);
  using _lane = await enterLane(session, request.alone === true);
  const { anonymousVolumes } = restrictions;
  const begin = performance.now();
  const meter = usageMeter(session);
  const { reference } = request;
  await using trace = await traceTrial(session, request.judged);
  const watch = watchProcesses(session, {
    suspicious: (states, life, isLast) => {
      if (reference === undefined) return false;
      const lookCount = { looks: 1, ...(isLast && { last: true as const }) };
      const observedStates = {
        looks: 1,
        method: "proc" as const,
        states: states.map((state) => ({ ...state, ...lookCount })),
      };
      const { processes, otherImage } = reference;
      return compareProcesses(processes, life, observedStates, { ...restrictions, otherImage }).length > 0;
    },
    traced: trace.traced,
  });
  await using surroundings = await openTrialEnvironment(session, image, {
    workload,
    permit,
    restricted: request.beside,
  });
  // Under load and in measurements nothing else runs.
  if (workload.load !== undefined || request.judged === false || request.alone === true) await waitForRemovals(session);
  const container = await createContainer(
    session,
    { ...createRequest(image, workload, restrictions), ...surroundings.spec },
    permit,
  );
  // Its environment is removed after it.
  const isAlone = (surroundings.spec.mounts ?? []).length === 0 && surroundings.spec.networks === undefined;
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => {
    const remove = () => container[Symbol.asyncDispose]();
    if (request.leaves === true && isAlone) await removeInBackground(session, remove);
    else await remove();
  });
  await using exhaustion = watchExhaustion(session, () => container.overlay?.upper, trace.traced);
  const check = healthCheckOf(request.imageSummary);
  const { ready, steps } = workload;
  const checked = ready.kind === "health" || ready.kind === "ended" || steps.some(({ kind }) => kind === "health");
  // File systems use the kernel's time of the last tick.
  const sinceMs = Date.now() - tickMs;
  const captures = openTrialCaptures();
  const masked = <T>(value: T): T => valueMask([...captures.values.values()]).all(mask.all(value));
  const lives: LifecycleOutcome[] = [];
  const problems: string[] = [];
  for (let life = 0; life < (workload.restart ? 2 : 1) && problems.length === 0; life++) {
    const observers = [exhaustion.observer, meter.observer, watch.observer, trace.observer, ...(request.observe ?? [])];
    const lifeResult = await runLifecycle(
      {
        container,
        workload,
        client: openClient(captures, { life, number: clientNumbers.steps, keepsCookies: workload.cookies === true }),
        captures,
        engine: session.engine.info,
        observers,
        signal: session.signal,
        stopSignal: workload.stop.signal ?? request.imageSummary.stopSignal,
        life,
        ports: publishedPorts(workload),
        permit,
        main: mainProgram(session, image, workload),
        companions: surroundings.companions,
        dependents: surroundings.dependents,
        ...(check === undefined ? {} : { health: check.command }),
        ...(check === undefined || checked ? {} : { healthCheck: check }),
        ...(request.healthWithinMs === undefined ? {} : { healthWithinMs: request.healthWithinMs }),
        ...(request.silentPorts && { silentPorts: request.silentPorts }),
        ...(request.slowStart && { slowStart: request.slowStart }),
        ...(request.stopWithinMs !== undefined && { stopWithinMs: request.stopWithinMs }),
        ...(request.unlike && { unlike: request.unlike }),
        ...(anonymousVolumes && { anonymousVolumes: anonymousVolumes.map(({ path }) => path) }),
        ...(request.runOn && { runOn: { ...request.runOn, look: (pid: number) => watch.now(pid, container) } }),
        quiet: request.quiet === true,
        expected: request.expected?.[life],
        judged: request.judged,
        tmpfs: (restrictions.tmpfs ?? []).map(({ path }) => path),
        pace: request.pace?.[life],
        ...(request.settle !== undefined && { settle: request.settle }),
      },
      sinceMs,
    );
    const processes = watch.processes(life);
    const course = meter.course(life);
    const outcome = { ...lifeResult.outcome, ...(processes && { processes }), ...(course && { usage: course }) };
    lives.push(outcome);
    problems.push(...lifeResult.problems.map((problem) => (life === 0 ? problem : `after the restart: ${problem}`)));
    // It breaks, and a restart could not change that. Masks the reference, including file names.
    const files = request.expected ?? [];
    if (reference && isBrokenLife(life, masked(outcome), { ...reference, files }, restrictions)) break;
  }
  const traced = await trace.finish();
  const { ranOut, method, ...counted } = await exhaustion.finish(traced.ranOut);
  const log = await readLog(container, mask);
  const limit = (await container.limit()) ?? (await surroundings.limit());
  problems.push(...(await surroundings.problems()));
  if (limit !== undefined) problems.unshift(limit);
  return {
    // Masks the container's secrets before its output is judged, stored or reported.
    ...masked({
      id,
      title,
      outcome: problems.length === 0 ? "passes" : "breaks",
      problems: problems.length === 0 ? [] : [...problems, ...lastWords(log.tail)],
      lives,
      traced: traced.processes,
      logTail: log.tail,
      logShapes: log.shapes,
      usage: { ...meter.usage(), ...counted },
      ranOut,
      watched: method,
      ms: Math.round(performance.now() - begin),
    }),
    restrictions,
    ...(limit !== undefined && { limit }),
  };
}

const tailLines = 20;

/** The two streams are separate: output first, then errors. */
async function readLog(container: Container, mask: ValueMask): Promise<{ tail: string[]; shapes: string[] }> {
  const { stdout, stderr } = await container.logs();
  const streams = [stdout, stderr].map((stream) =>
    mask
      .text(stream)
      .split("\n")
      .map(readable)
      .filter((line) => line !== ""),
  );
  const shapes = new Set<string>();
  for (const line of streams.flat()) {
    if (shapes.size >= logShapeLimit) break;
    const shape = lineShape(line);
    if (shape !== "") shapes.add(shape);
  }
  return { tail: streams.flatMap((lines) => lines.slice(-tailLines)), shapes: [...shapes] };
}

function readable(line: string): string {
  return printable(line.slice(0, 1000)).trimEnd().slice(0, 500);
}

/** Text of a witness, quoted from the container. */
function lastWords(tail: readonly string[]): string[] {
  return tail.slice(-3).map((line) => `log: ${line}`);
}
