import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { ProvenFor } from "../../domain/profile/profile.ts";
import type { RefusedBody, Trial } from "../../domain/workload/trial.ts";
import type { Load, Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { baseline } from "../lab/baseline.ts";
import { baselineOf, type Baseline } from "../lab/reference.ts";
import { withoutBodies } from "../lab/refused-bodies.ts";
import { trialMask } from "../trial/trial-mask.ts";
import type { FailureRate } from "../judge/failure-rate.ts";
import type { Known } from "../lab/known.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { sharesHost } from "../lab/ask-all.ts";
import type { Background } from "../lab/background.ts";
import type { Watched } from "../lab/watched.ts";
import { watchOriginal } from "../lab/watch-original.ts";
import { controlUnderLoad, loadedBaseline, type Control } from "../lab/control.ts";
import { observeShm, type ShmUse } from "../observe/shm-use.ts";
import { withLoad } from "../workload/with-load.ts";
import { observeCpu, type CpuUse } from "../observe/busiest-cpu.ts";
import { observeCapabilities, type ObservedCapabilities } from "../observe/capabilities.ts";
import { observeProcesses, type Processes } from "../observe/identity/identities.ts";
import { observeNetworkUse, type NetworkUse } from "../observe/network/network-use.ts";
import { observeSystem, type ObservedSystem } from "../observe/system.ts";
import { observeExecutedFiles } from "../observe/files/executed-files.ts";
import { observeLasting, type Lasting } from "../observe/files/lasting.ts";
import { observeStored } from "../observe/files/stored.ts";
import { observeTools, type ImageTools } from "../observe/files/image-tools.ts";
import { observeWrites, type Write } from "../observe/files/writes.ts";

/** What was seen of the container while it ran without restrictions: plain data, so that it can be kept. */
export interface Seen {
  readonly capabilities: ObservedCapabilities;
  readonly system: ObservedSystem;
  readonly writes: readonly Write[];
  readonly lasting?: Lasting;
  /** Files that may hold what a client gave; absent in what earlier versions kept. */
  readonly stored?: readonly string[];
  /** Files that were run or mapped to be; absent in what earlier versions kept. */
  readonly executed?: readonly string[];
  /** Undefined where its files can't be seen. */
  readonly tools?: ImageTools;
  readonly processes?: Processes;
  readonly network?: NetworkUse;
  readonly cpu?: CpuUse;
  /** Of /dev/shm. */
  readonly shm?: ShmUse;
}

export interface ObservedBaseline {
  readonly base: Baseline;
  readonly control: Control;
  readonly seen: Seen;
  /** The original as it runs on, beside what follows. */
  readonly watched: Promise<Watched>;
}

interface Request {
  /** What waits for the original while it runs on; default it does not. */
  readonly background?: Background;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly progress: Progress;
  readonly trialIds: () => string;
  readonly known: Known;
  /** Containers of trials are removed while the next one is prepared; default false. */
  readonly leaves?: boolean;
}

/** As it is kept: the noise is worked out again. */
interface Record {
  readonly ran: readonly Trial[];
  /** Which of them passed and are compared with. */
  readonly pair: readonly [number, number];
  /** Of the workload as it passed: all else is that of the request, with values that do not belong into a file. */
  readonly stop: Workload["stop"];
  readonly uncleanStop?: string;
  readonly rate?: FailureRate;
  readonly refused?: readonly RefusedBody[];
  readonly control: {
    readonly ran: readonly Trial[];
    readonly pair?: readonly [number, number];
    readonly load?: Load;
    readonly stop?: Workload["stop"];
    readonly uncleanStop?: string;
    readonly provenFor: ProvenFor;
  };
  readonly seen: Seen;
  readonly watched: Watched;
}

/** The baseline with everything that is observed; the one of an earlier run where image, workload, engine and kernel are the same. */
export async function observedBaseline(run: Run, request: Request): Promise<ObservedBaseline> {
  const { imageSummary, workload, known, progress } = request;
  const { version, kernel, sameKernel } = run.engine.info;
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
  const kept = (await known.get(question)) as Record | undefined;
  if (kept !== undefined) {
    progress({ stage: "baseline", message: "known from an earlier run (--fresh runs it again)", done: true });
    return restore(run, kept, request);
  }
  const { base, control, seen, ...beside } = await observe(run, request);
  const record: Omit<Record, "watched"> = {
    ran: base.ran,
    pair: pairOf(base),
    control: {
      ran: control.ran,
      provenFor: control.provenFor,
      ...(control.baseline && { pair: pairOf(control.baseline) }),
      ...(control.baseline?.workload.load && { load: control.baseline.workload.load }),
      ...(control.baseline && { stop: control.baseline.workload.stop }),
      ...(control.baseline?.uncleanStop !== undefined && { uncleanStop: control.baseline.uncleanStop }),
    },
    stop: base.workload.stop,
    ...(base.uncleanStop !== undefined && { uncleanStop: base.uncleanStop }),
    ...(base.rate !== undefined && { rate: base.rate }),
    ...(base.refused !== undefined && { refused: base.refused }),
    seen,
  };
  const watched = beside.watched.then(async (original) => {
    // One that was cut off is no answer.
    if (request.background?.signal.aborted !== true) await known.put(question, { ...record, watched: original });
    return original;
  });
  watched.catch(() => {});
  request.background?.add(watched);
  return { base, control, seen, watched };
}

function pairOf({ ran, trials: [a, b] }: Baseline): [number, number] {
  return [ran.indexOf(a), ran.indexOf(b)];
}

async function observe(run: Run, request: Request): Promise<ObservedBaseline> {
  const { image, imageSummary, workload, permit, progress, trialIds, leaves = false, background } = request;
  const mounts = [...workload.volumes.map(({ path }) => path), ...imageSummary.volumes];
  const writes = observeWrites(run.engine, mounts);
  const lasting = observeLasting(run, mounts);
  const stored = observeStored(mounts, workload.steps);
  const executed = observeExecutedFiles(run);
  const tools = observeTools(run, imageSummary);
  const processes = observeProcesses(run);
  const network = observeNetworkUse(run);
  const cpu = observeCpu(run);
  const shm = observeShm(run);
  const capabilities = await observeCapabilities(run, grantedTo({ run, workload }));
  const system = await observeSystem(run, mounts);
  const { load } = workload;
  const common = { image, imageSummary, permit, trialIds, progress, ...(leaves && { leaves }) };
  const always = [executed, writes, processes, network, system, shm].map(({ observer }) => observer);
  let base: Baseline;
  let watched: Promise<Watched> | undefined;
  let control: Control;
  let observed: ObservedCapabilities;
  let calls: ObservedSystem;
  try {
    try {
      const observe = [capabilities.observer, cpu.observer, tools.observer, ...always];
      const once = withLoad(workload, undefined);
      const works = (first: Trial, accepted: Workload) => {
        if (background && !sharesHost(accepted))
          watched = watchOriginal(run, { ...common, workload: accepted }, first, background);
      };
      base = await baseline(run, {
        ...common,
        workload: once,
        observe,
        observeAll: [lasting.observer, stored.observer],
        works,
      });
    } finally {
      observed = await capabilities.finish();
    }
    // A trace of its own: the load may be more than it holds, and what was seen without is not lost by that.
    const busy = load && (await observeCapabilities(run, grantedTo({ run, workload })));
    try {
      const observe = [...(busy === undefined ? [] : [busy.observer]), ...always];
      control = await controlUnderLoad(run, {
        ...common,
        workload: withLoad(base.workload, load),
        before: base.trials,
        observe,
      });
    } finally {
      const more = await busy?.finish();
      observed = more === undefined ? observed : withMore(observed, more);
    }
  } finally {
    calls = await system.finish();
  }
  watched ??= background
    ? watchOriginal(run, { ...common, workload: base.workload }, base.trials[0], background)
    : Promise.resolve({ reason: "not asked for" });
  // What it would share with others cannot go on beside them.
  if (sharesHost(base.workload)) await watched;
  const mask = await trialMask(run, workload, imageSummary);
  const stores = base.trials.some(({ lives }) => lives.some(({ stored = [] }) => stored.length > 0));
  const [seenProcesses, use, cpuUse, shmUse] = [processes.processes(), network.use(), cpu.use(), shm.use()];
  const imageTools = tools.tools();
  return {
    base,
    control,
    watched,
    seen: mask.all({
      capabilities: observed,
      system: {
        ...calls,
        ...(calls.calls && { calls: { ...calls.calls, writesFiles: stores || writes.writes().length > 0 } }),
      },
      writes: writes.writes(),
      lasting: lasting.lasting(),
      stored: stored.stored(),
      executed: executed.files(),
      ...(imageTools && { tools: imageTools }),
      ...(seenProcesses && { processes: seenProcesses }),
      ...(use && { network: use }),
      ...(cpuUse && { cpu: cpuUse }),
      ...(shmUse && { shm: shmUse }),
    }),
  };
}

function restore(
  run: Run,
  { ran, pair, stop, uncleanStop, rate, refused = [], control, seen, watched }: Record,
  request: Request,
): ObservedBaseline {
  const workload = { ...withoutBodies(withLoad(request.workload, undefined), refused), stop };
  const known = (trials: readonly Trial[]) =>
    trials.map((trial): Trial => ({ ...trial, id: request.trialIds(), kept: true }));
  const before = known(ran);
  const base = baselineOf(run, { ...request, workload }, both(before, pair), before);
  const loaded = known(control.ran);
  const pairUnderLoad = control.pair && both(loaded, control.pair);
  const underLoad = control.load && { ...workload, stop: control.stop ?? stop, load: control.load };
  const strange = control.uncleanStop;
  return {
    base: { ...base, refused, ...(uncleanStop !== undefined && { uncleanStop }), ...(rate !== undefined && { rate }) },
    control: {
      ran: loaded,
      provenFor: control.provenFor,
      ...(underLoad &&
        pairUnderLoad && {
          baseline: {
            ...loadedBaseline(run, { ...request, workload: underLoad }, pairUnderLoad, loaded),
            ...(strange !== undefined && { uncleanStop: strange }),
          },
        }),
    },
    seen,
    watched: Promise.resolve(watched),
  };
}

function both(ran: readonly Trial[], places: readonly [number, number]): [Trial, Trial] {
  const [a, b] = places.map((at) => ran[at]);
  if (a === undefined || b === undefined) throw new Error("the kept baseline has no pair");
  return [a, b];
}

/** What was seen under load beside the rest; nothing of it where that trace is not whole. */
function withMore(seen: ObservedCapabilities, more: ObservedCapabilities): ObservedCapabilities {
  const tasksPeak = Math.max(seen.tasksPeak ?? 0, more.tasksPeak ?? 0);
  const peak = tasksPeak > 0 && { tasksPeak };
  if (seen.method !== "tracepoint" || more.method !== "tracepoint") return { ...seen, ...peak };
  const names = [...seen.capabilities, ...more.capabilities].map(({ name }) => name);
  const both = [...new Set(names)].map((name) => {
    const all = [seen, more].flatMap(({ capabilities }) => capabilities.filter((one) => one.name === name));
    return {
      name,
      uses: all.reduce((sum, { uses }) => sum + uses, 0),
      commands: [...new Set(all.flatMap(({ commands }) => commands))].toSorted(),
    };
  });
  return { ...seen, capabilities: both, ...peak };
}

/** Only root can trace. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}
