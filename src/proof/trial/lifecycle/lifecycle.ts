import { Failure } from "../../../domain/failure.ts";
import type { LifePermissions } from "../../../domain/workload/file-permissions.ts";
import type { ProcessWatch } from "../../../domain/workload/process-state.ts";
import type {
  FileWork,
  HealthOutcome,
  LifecycleOutcome,
  LoadOutcome,
  StepOutcome,
} from "../../../domain/workload/trial.ts";
import { exercise } from "./exercise.ts";
import { isDispensable, missedWork } from "../../judge/missed-work.ts";
import { checkHealth } from "./health-check.ts";
import { pause } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { runLoadTest } from "./load-test.ts";
import { keptFiles, storedPaths } from "./kept-paths.ts";
import type { Moment, Observer } from "../../observe/observer.ts";
import { ownersOf } from "./owners.ts";
import { withDependents } from "./dependents.ts";
import { describeExit, logMatches, waitUntilReady } from "./ready.ts";
import { runOn } from "./run-on.ts";
import { soak } from "./soak.ts";
import { stopContainer } from "./stop.ts";
import { catchersOf, onceCaught } from "./stop-signal.ts";
import { fileWork } from "./file-work.ts";
import { openRecordAt, permissionsWhenReady } from "./life-permissions.ts";
import { readIdMaps, type PermissionRecord } from "./permission-record.ts";
import { hasLargeBody } from "../../../steps/has-large-body.ts";

export interface LifecycleResult {
  readonly outcome: LifecycleOutcome;
  /** Problems, the first cause first. */
  readonly problems: readonly string[];
}

/**
 * Start, ready, steps, stop: one life of the container. Problems of the container are in `problems`. `sinceMs` is the
 * wall-clock time before its first life: newer files in its layer are its writes.
 */
export async function runLifecycle(context: LifecycleContext, sinceMs: number): Promise<LifecycleResult> {
  const { container, workload, stopSignal = "SIGTERM" } = context;
  const { ready: probe } = workload;
  const logSeen = probe.kind === "log" && context.life > 0 ? await logMatches(container, probe.pattern) : 0;
  // Files written at the start are not work of the steps; a tool that ends has no steps.
  const isOriginal = context.engine.sameKernel && context.expected === undefined;
  let unused = isOriginal && probe.kind === "ended" ? await keptFiles(container) : undefined;
  await tell(context, 0, "starting");
  const refused = await startProblem(context);
  if (refused !== undefined) {
    const state = await container.state();
    const problem = state.oomKilled ? `killed for lack of memory at its start: ${refused}` : refused;
    return { outcome: { steps: [], oomKilled: state.oomKilled }, problems: [problem] };
  }
  const { pid } = await container.state();
  const ids = readIdMaps(pid);
  await tell(context, pid, "started");

  const problems: string[] = [];
  let readyMs: number | undefined;
  let steps: readonly StepOutcome[] = [];
  let loaded: LoadOutcome | undefined;
  let watch: ProcessWatch | undefined;
  let health: HealthOutcome | undefined;
  let permissions: LifePermissions = {};
  let catchers: readonly number[] = [];
  const ready = await waitUntilReady(context, { logSeen });
  let stuck = "stuck" in ready;
  const readyCpuSeconds = "cpuSeconds" in ready ? ready.cpuSeconds : undefined;
  if ("problem" in ready) problems.push(ready.problem);
  else {
    readyMs = ready.readyMs;
    await tell(context, pid, "ready");
    if (isOriginal) unused ??= await keptFiles(container);
    if (context.engine.sameKernel) catchers = catchersOf(pid, stopSignal);
    const readyAt = performance.now();
    permissions = await permissionsWhenReady(context, pid, { ids, sinceMs });
    await using dependents = await withDependents(context);
    problems.push(...(await dependents.problems()));
    const isRight = context.life === 0 && problems.length === 0;
    if (problems.length === 0) steps = await exercise(dependents.life, pid, readyMs + performance.now() - readyAt);
    // Refusals shared with the original are not problems; the judge compares the others.
    const failed = () => steps.filter(({ ok }, at) => !ok && !hasLargeBody(workload.steps[at]));
    const load = isRight && failed().length === 0 ? await soak(dependents.life, steps) : undefined;
    if (load !== undefined) steps = [...steps, load];
    if (isRight && failed().length === 0) loaded = await runLoadTest(dependents.life);
    if (context.runOn && isRight && failed().length === 0)
      watch = await runOn(dependents.life, pid, readyAt - readyMs, context.runOn);
    for (const step of failed()) problems.push(`${step.name}: ${step.problem ?? "failed"}`);
    if (steps.length > 0) problems.push(...(await dependents.problems()));
    const { healthCheck, healthWithinMs } = context;
    // The original determines whether it must be healthy.
    if (healthCheck !== undefined && problems.length === 0 && (await container.state()).running)
      health = await checkHealth(context, healthCheck, healthWithinMs);
  }

  const before = await container.state();
  // Its steps failed because the container ended.
  if (!before.running && readyMs !== undefined && probe.kind !== "ended")
    problems.unshift(describeExit(before, "during the workload"));
  const { sameKernel } = context.engine;
  const owners = sameKernel && before.pid > 0 ? ownersOf(before.pid) : undefined;
  const { anonymousVolumes: volumes = [] } = context;
  let record: PermissionRecord | undefined;
  const look = () => {
    record = openRecordAt("end", context, before.pid, ids);
    const expectedRemovals = context.expected?.files?.removed ?? [];
    return fileWork(container, before.pid, { sinceMs, gone: expectedRemovals, volumes, record });
  };
  const finalFiles =
    sameKernel && problems.length === 0
      ? await onceDone(context, look)
      : { files: sameKernel ? await look() : undefined };
  await record?.readExtended(context.signal);
  await tell(context, before.pid, "stopping");
  if (before.running) await onceCaught(catchers, stopSignal, context.signal);
  const stopped = await stopContainer(context, before.pid);
  const { stopMs, cut } = stopped;
  stuck ||= stopped.stuck;
  await tell(context, 0, "stopped");
  const after = await container.state();
  const storedFiles = sameKernel ? await keptFiles(container, record) : undefined;
  const stored = storedPaths(unused, storedFiles);
  permissions = { ...permissions, ...(record && { end: await record.finish(context.signal) }) };
  if (after.oomKilled && !problems.some((problem) => problem.startsWith("killed for lack of memory"))) {
    problems.unshift("a process was killed for lack of memory");
  }
  if (before.running && !workload.stop.exitCodes.includes(after.exitCode)) {
    const killed = after.exitCode === 137 && (cut || stopMs >= workload.stop.timeoutMs);
    const expected = workload.stop.exitCodes.join(" or ");
    problems.push(
      killed
        ? `did not stop within ${cut ? `${stopMs} ms, did nothing any more` : `${workload.stop.timeoutMs} ms`} and was killed`
        : `exit code ${after.exitCode} at stop, expected ${expected}`,
    );
  }
  return {
    outcome: {
      ...(readyMs === undefined ? {} : { readyMs }),
      ...(readyCpuSeconds === undefined ? {} : { readyCpuSeconds }),
      steps,
      exitCode: after.exitCode,
      ...(before.running ? { stopMs } : {}),
      oomKilled: after.oomKilled,
      ...(health === undefined ? {} : { health }),
      ...(owners === undefined ? {} : { owners }),
      ...(storedFiles === undefined ? {} : { kept: storedFiles.paths }),
      ...(stored === undefined ? {} : { stored }),
      permissions,
      ...(watch && { watch }),
      ...(loaded === undefined ? {} : { load: loaded }),
      ...(stuck && { stuck: true as const }),
      ...(finalFiles.files && { files: finalFiles.files }),
      ...("late" in finalFiles && { late: true as const }),
    },
    problems,
  };
}

/** Work after a response may need a moment. */
const longestWorkMs = 2000;
const betweenLooksMs = 300;

/**
 * Waits until all file changes of the original are done. Without an expectation and with `settle`, waits until there
 * are no further changes, and reports whether there were any: a life that need not wait stops as soon as the others.
 */
async function onceDone(
  { expected, settle, signal }: LifecycleContext,
  look: () => Promise<FileWork | undefined>,
): Promise<{ readonly files?: FileWork; readonly late?: true }> {
  const end = performance.now() + longestWorkMs;
  const first = await look();
  for (let files = first, previousWork: typeof first; ; previousWork = files, files = await look()) {
    if (files === undefined) return {};
    const work = expected?.files;
    const complete = work === undefined || Object.values(missedWork(work, files)).flat().every(isDispensable);
    const isSame = (other: typeof first) => JSON.stringify(other) === JSON.stringify(files);
    if ((complete && (settle !== true || isSame(previousWork))) || performance.now() >= end || signal.aborted)
      return { files, ...(settle === true && !isSame(first) && { late: true }) };
    await pause(betweenLooksMs, signal);
  }
}

/**
 * A profile can make the start itself fail (no such user, too little memory for the runtime): that is a problem of the
 * container.
 */
async function startProblem({ container }: LifecycleContext): Promise<string | undefined> {
  try {
    await container.start();
    return undefined;
  } catch (error) {
    if (error instanceof Failure && error.code === "engine-refused") return error.message;
    throw error;
  }
}

type NotRead = Exclude<keyof Observer, "executed">;

async function tell({ observers, container, life }: LifecycleContext, pid: number, hook: NotRead): Promise<void> {
  const moment: Moment = { container, pid, life };
  for (const observer of observers) await observer[hook]?.(moment);
}
