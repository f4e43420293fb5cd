import { Failure } from "../../../domain/failure.ts";
import type { LifePermissions } from "../../../domain/workload/file-permissions.ts";
import type { ProcessWatch } from "../../../domain/workload/process-state.ts";
import type { FileWork, HealthOutcome, LifeOutcome, LoadOutcome, StepOutcome } from "../../../domain/workload/trial.ts";
import { exercise } from "./exercise.ts";
import { isDispensable, missedWork } from "../../judge/missed-work.ts";
import { checkHealth } from "./health-check.ts";
import { pause } from "../interrupted.ts";
import type { LifeContext } from "./life-context.ts";
import { burst } from "./burst.ts";
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

export interface Lived {
  readonly outcome: LifeOutcome;
  /** First cause first. */
  readonly problems: readonly string[];
}

/**
 * Start, ready, steps, stop: one life of the container. The container's own trouble is reported in `problems`. `sinceMs` of the clock lies before its
 * first life: what is younger in its layer, it wrote.
 */
export async function live(context: LifeContext, sinceMs: number): Promise<Lived> {
  const { container, workload, stopSignal = "SIGTERM" } = context;
  const { ready: probe } = workload;
  const logSeen = probe.kind === "log" && context.life > 0 ? await logMatches(container, probe.pattern) : 0;
  // What the start itself makes is no work of the steps; a tool that ends has none.
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
    await using around = await withDependents(context);
    problems.push(...(await around.problems()));
    const isRight = context.life === 0 && problems.length === 0;
    if (problems.length === 0) steps = await exercise(around.life, pid, readyMs + performance.now() - readyAt);
    // What the original refuses of these is no problem; what it does not, the judge compares.
    const failed = () => steps.filter(({ ok }, at) => !ok && !hasLargeBody(workload.steps[at]));
    const load = isRight && failed().length === 0 ? await soak(around.life, steps) : undefined;
    if (load !== undefined) steps = [...steps, load];
    if (isRight && failed().length === 0) loaded = await burst(around.life);
    if (context.runOn && isRight && failed().length === 0)
      watch = await runOn(around.life, pid, readyAt - readyMs, context.runOn);
    for (const step of failed()) problems.push(`${step.name}: ${step.problem ?? "failed"}`);
    if (steps.length > 0) problems.push(...(await around.problems()));
    const { healthCheck, healthWithinMs } = context;
    // Whether it must be healthy, the original tells.
    if (healthCheck !== undefined && problems.length === 0 && (await container.state()).running)
      health = await checkHealth(context, healthCheck, healthWithinMs);
  }

  const before = await container.state();
  // The end of the container is why its steps failed.
  if (!before.running && readyMs !== undefined && probe.kind !== "ended")
    problems.unshift(describeExit(before, "during the workload"));
  const { sameKernel } = context.engine;
  const owners = sameKernel && before.pid > 0 ? ownersOf(before.pid) : undefined;
  const { anonymousVolumes: volumes = [] } = context;
  let record: PermissionRecord | undefined;
  const look = () => {
    record = openRecordAt("end", context, before.pid, ids);
    const gone = context.expected?.files?.removed ?? [];
    return fileWork(container, before.pid, { sinceMs, gone, volumes, record });
  };
  const seen =
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
  const kept = sameKernel ? await keptFiles(container, record) : undefined;
  const stored = storedPaths(unused, kept);
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
      ...(kept === undefined ? {} : { kept: kept.paths }),
      ...(stored === undefined ? {} : { stored }),
      permissions,
      ...(watch && { watch }),
      ...(loaded === undefined ? {} : { load: loaded }),
      ...(stuck && { stuck: true as const }),
      ...(seen.files && { files: seen.files }),
      ...("late" in seen && { late: true as const }),
    },
    problems,
  };
}

/** What is done after the answer may need a moment. */
const longestWorkMs = 2000;
const betweenLooksMs = 300;

/**
 * What it did to files, once all that the original did is done. Where nothing is expected and it shall settle, once nothing is added any more, and whether
 * something was: a run that need not wait is stopped as soon as the others.
 */
async function onceDone(
  { expected, settle, signal }: LifeContext,
  look: () => Promise<FileWork | undefined>,
): Promise<{ readonly files?: FileWork; readonly late?: true }> {
  const end = performance.now() + longestWorkMs;
  const first = await look();
  for (let files = first, before: typeof first; ; before = files, files = await look()) {
    if (files === undefined) return {};
    const work = expected?.files;
    const complete = work === undefined || Object.values(missedWork(work, files)).flat().every(isDispensable);
    const same = (other: typeof first) => JSON.stringify(other) === JSON.stringify(files);
    if ((complete && (settle !== true || same(before))) || performance.now() >= end || signal.aborted)
      return { files, ...(settle === true && !same(first) && { late: true }) };
    await pause(betweenLooksMs, signal);
  }
}

/** A profile can make the start itself fail (no such user, too little memory for the runtime): that is the container's trouble. */
async function startProblem({ container }: LifeContext): Promise<string | undefined> {
  try {
    await container.start();
    return undefined;
  } catch (error) {
    if (error instanceof Failure && error.code === "engine-refused") return error.message;
    throw error;
  }
}

type NotRead = Exclude<keyof Observer, "executed">;

async function tell({ observers, container, life }: LifeContext, pid: number, what: NotRead): Promise<void> {
  const moment: Moment = { container, pid, life };
  for (const observer of observers) await observer[what]?.(moment);
}
