import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { runReference } from "../experiment/run-reference.ts";
import type { ReferenceBehavior } from "../experiment/reference.ts";
import { trialMask } from "../trial/trial-mask.ts";
import type { ResultCache } from "../experiment/result-cache.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { sharesHost } from "../experiment/run-experiments.ts";
import type { Background } from "../experiment/background.ts";
import type { WatchedOriginal } from "../experiment/watched.ts";
import { watchOriginal } from "../experiment/watch-original.ts";
import { controlUnderLoad, type Control } from "../experiment/control.ts";
import { observeShm } from "../observe/shm-use.ts";
import { withLoad } from "../workload/with-load.ts";
import { observeCpu } from "../observe/busiest-cpu.ts";
import { observeCapabilities, type ObservedCapabilities } from "../observe/capabilities.ts";
import { observeProcesses } from "../observe/identity/identities.ts";
import { observeNetworkUse } from "../observe/network/network-use.ts";
import { observeSystem, type ObservedSystem } from "../observe/system.ts";
import { observeExecutedFiles } from "../observe/files/executed-files.ts";
import { observeLasting } from "../observe/files/lasting.ts";
import { observeStored } from "../observe/files/stored.ts";
import { observeTools } from "../observe/files/image-tools.ts";
import { observeWrites } from "../observe/files/writes.ts";
import { recordOf, restoreReference, type ReferenceRecord, type OriginalObservations } from "./reference-record.ts";

export interface ObservedReference {
  readonly reference: ReferenceBehavior;
  readonly control: Control;
  readonly seen: OriginalObservations;
  /** The watched original, in parallel to the lessons. */
  readonly watched: Promise<WatchedOriginal>;
}

interface Request {
  /** Waits for the watched original; default it is not awaited. */
  readonly background?: Background;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly progress: Progress;
  readonly trialIds: () => string;
  readonly known: ResultCache;
  /** Containers of trials are removed while the next one is prepared; default false. */
  readonly leaves?: boolean;
}

/** Reference trials with all observations, or stored ones of the same image, workload, engine and kernel. */
export async function observeReference(session: EngineSession, request: Request): Promise<ObservedReference> {
  const { imageSummary, workload, known, progress } = request;
  const { version, kernel, sameKernel } = session.engine.info;
  const question = {
    baseline: imageSummary.id,
    engine: version,
    kernel,
    sameKernel,
    root: isRoot(),
    runsOn: true,
    tools: true,
    workload,
  };
  const cached = (await known.get(question)) as ReferenceRecord | undefined;
  if (cached !== undefined) {
    progress({ stage: "reference", message: "known from an earlier run (--fresh runs it again)", done: true });
    const restored = restoreReference(session, cached, request);
    const watchedOriginal =
      cached.watched === undefined
        ? keepWatched(request, watchReference(session, request, restored.reference), (original) =>
            known.put(question, { ...cached, watched: original }),
          )
        : Promise.resolve(cached.watched);
    if (sharesHost(restored.reference.workload)) await watchedOriginal;
    return { ...restored, seen: cached.seen, watched: watchedOriginal };
  }
  const { reference, control, seen, ...beside } = await observe(session, request);
  const record = recordOf(reference, control, seen);
  // Before the original has finished: the order of experiments after an interrupted session is only the same for the
  // same observations.
  await known.put(question, record);
  const keep = (original: WatchedOriginal) => known.put(question, { ...record, watched: original });
  return { reference, control, seen, watched: keepWatched(request, beside.watched, keep) };
}

function keepWatched(
  { background }: Pick<Request, "background">,
  original: Promise<WatchedOriginal>,
  keep: (original: WatchedOriginal) => Promise<void>,
): Promise<WatchedOriginal> {
  const storedTrial = original.then(async (trial) => {
    // An aborted trial has no result.
    if (background?.signal.aborted !== true) await keep(trial);
    return trial;
  });
  storedTrial.catch(() => {});
  background?.add(storedTrial);
  return storedTrial;
}

async function observe(session: EngineSession, request: Request): Promise<ObservedReference> {
  const { image, imageSummary, workload, permit, progress, trialIds, leaves = false, background } = request;
  const mounts = [...workload.volumes.map(({ path }) => path), ...imageSummary.volumes];
  const writes = observeWrites(session.engine, mounts);
  const lasting = observeLasting(session, mounts);
  const stored = observeStored(mounts, workload.steps);
  const executed = observeExecutedFiles(session);
  const tools = observeTools(session, imageSummary);
  const processes = observeProcesses(session);
  const network = observeNetworkUse(session);
  const cpu = observeCpu(session);
  const shm = observeShm(session);
  const capabilities = await observeCapabilities(session, grantedTo({ session, workload }));
  const system = await observeSystem(session, mounts);
  const { load } = workload;
  const common = { image, imageSummary, permit, trialIds, progress, ...(leaves && { leaves }) };
  const always = [executed, writes, processes, network, system, shm].map(({ observer }) => observer);
  let reference: ReferenceBehavior;
  let watchedOriginal: Promise<WatchedOriginal> | undefined;
  let control: Control;
  let observed: ObservedCapabilities;
  let calls: ObservedSystem;
  try {
    try {
      const observe = [capabilities.observer, cpu.observer, tools.observer, ...always];
      const unloadedWorkload = withLoad(workload, undefined);
      const works = (first: Trial, accepted: Workload) => {
        if (background && !sharesHost(accepted))
          watchedOriginal = watchOriginal(session, { ...common, workload: accepted }, first, background);
      };
      reference = await runReference(session, {
        ...common,
        workload: unloadedWorkload,
        observe,
        observeAll: [lasting.observer, stored.observer],
        works,
      });
    } finally {
      observed = await capabilities.finish();
    }
    // A separate trace: a load may overflow it, and must not lose the observations without load.
    const busy = load && (await observeCapabilities(session, grantedTo({ session, workload })));
    try {
      const observe = [...(busy === undefined ? [] : [busy.observer]), ...always];
      control = await controlUnderLoad(session, {
        ...common,
        workload: withLoad(reference.workload, load),
        before: reference.trials,
        observe,
      });
    } finally {
      const loadCapabilities = await busy?.finish();
      observed = loadCapabilities === undefined ? observed : withMore(observed, loadCapabilities);
    }
  } finally {
    calls = await system.finish();
  }
  watchedOriginal ??= watchReference(session, request, reference);
  // Shared host resources rule out parallel trials.
  if (sharesHost(reference.workload)) await watchedOriginal;
  const mask = await trialMask(session, workload, imageSummary);
  const stores = reference.trials.some(({ lives }) => lives.some(({ stored = [] }) => stored.length > 0));
  const [seenProcesses, use, cpuUse, shmUse] = [processes.processes(), network.use(), cpu.use(), shm.use()];
  const imageTools = tools.tools();
  return {
    reference,
    control,
    watched: watchedOriginal,
    seen: mask.all({
      capabilities: observed,
      system: {
        ...calls,
        ...(calls.calls && { calls: { ...calls.calls, writesFiles: stores || writes.writes().length > 0 } }),
      },
      writes: writes.writes(),
      lasting: lasting.lasting(),
      clientFiles: stored.stored(),
      executed: executed.files(),
      ...(imageTools && { tools: imageTools }),
      ...(seenProcesses && { processes: seenProcesses }),
      ...(use && { network: use }),
      ...(cpuUse && { cpu: cpuUse }),
      ...(shmUse && { shm: shmUse }),
    }),
  };
}

function watchReference(
  session: EngineSession,
  request: Request,
  reference: ReferenceBehavior,
): Promise<WatchedOriginal> {
  const { background } = request;
  if (background === undefined) return Promise.resolve({ reason: "not asked for" });
  return watchOriginal(session, { ...request, workload: reference.workload }, reference.trials[0], background);
}

/** Adds the observations under load; none of them if that trace is incomplete. */
function withMore(
  idleCapabilities: ObservedCapabilities,
  loadCapabilities: ObservedCapabilities,
): ObservedCapabilities {
  const tasksPeak = Math.max(idleCapabilities.tasksPeak ?? 0, loadCapabilities.tasksPeak ?? 0);
  const peak = tasksPeak > 0 && { tasksPeak };
  if (idleCapabilities.method !== "tracepoint" || loadCapabilities.method !== "tracepoint")
    return { ...idleCapabilities, ...peak };
  const names = [...idleCapabilities.capabilities, ...loadCapabilities.capabilities].map(({ name }) => name);
  const both = [...new Set(names)].map((name) => {
    const capabilityUses = [idleCapabilities, loadCapabilities].flatMap(({ capabilities }) =>
      capabilities.filter((capability) => capability.name === name),
    );
    return {
      name,
      uses: capabilityUses.reduce((sum, { uses }) => sum + uses, 0),
      commands: [...new Set(capabilityUses.flatMap(({ commands }) => commands))].toSorted(),
    };
  });
  return { ...idleCapabilities, capabilities: both, ...peak };
}

/** Only root can trace. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}
