import type { Permit } from "../consent/decide.ts";
import type { Progress } from "../domain/progress.ts";
import type { Trial } from "../domain/trial.ts";
import type { Workload } from "../domain/workload.ts";
import type { ImageSummary, Run } from "../sources/engine/types.ts";
import { baseline, type Baseline } from "./baseline.ts";
import { concealer } from "./conceal.ts";
import { learnNoise } from "./judge.ts";
import type { FailureRate } from "./failure-rate.ts";
import type { Known } from "./known.ts";
import { grantedTo } from "./learn/capabilities.ts";
import { observeCpu, type CpuUse } from "./observe/busiest-cpu.ts";
import { observeCapabilities, type ObservedCapabilities } from "./observe/capabilities.ts";
import { observeProcesses, type Processes } from "./observe/identities.ts";
import { observeNetworkUse, type NetworkUse } from "./observe/network-use.ts";
import { observeSystem, type ObservedSystem } from "./observe/system.ts";
import { observeExecutedFiles } from "./observe/executed-files.ts";
import { observeLasting, type Lasting } from "./observe/lasting.ts";
import { observeWrites, type Write } from "./observe/writes.ts";

/** What was seen of the container while it ran without restrictions: plain data, so that it can be kept. */
export interface Seen {
  readonly capabilities: ObservedCapabilities;
  readonly system: ObservedSystem;
  readonly writes: readonly Write[];
  readonly lasting?: Lasting;
  /** Files that were run or mapped to be; absent in what earlier versions kept. */
  readonly executed?: readonly string[];
  readonly processes?: Processes;
  readonly network?: NetworkUse;
  readonly cpu?: CpuUse;
}

export interface ObservedBaseline {
  readonly base: Baseline;
  readonly seen: Seen;
}

interface Request {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly progress: Progress;
  readonly trialIds: () => string;
  readonly known: Known;
}

/** As it is kept: the noise is worked out anew. */
interface Record {
  readonly ran: readonly Trial[];
  /** Which of them passed and are compared with. */
  readonly pair: readonly [number, number];
  /** Of the workload as it passed: all else is that of the request, with values that do not belong into a file. */
  readonly stop: Workload["stop"];
  readonly uncleanStop?: string;
  readonly rate?: FailureRate;
  readonly seen: Seen;
}

/** The baseline with everything that is observed; the one of an earlier run where image, workload, engine and kernel are the same. */
export async function observedBaseline(run: Run, request: Request): Promise<ObservedBaseline> {
  const { imageSummary, workload, known, progress } = request;
  const { version, kernel, sameKernel } = run.engine.info;
  const question = { baseline: imageSummary.id, engine: version, kernel, sameKernel, root: isRoot(), workload };
  const kept = (await known.get(question)) as Record | undefined;
  if (kept !== undefined) {
    progress({ stage: "baseline", message: "known from an earlier run (--fresh runs it again)", done: true });
    return restore(kept, request);
  }
  const { base, seen } = await observe(run, request);
  const record: Record = {
    ran: base.ran,
    pair: [base.ran.indexOf(base.trials[0]), base.ran.indexOf(base.trials[1])],
    stop: base.workload.stop,
    ...(base.uncleanStop !== undefined && { uncleanStop: base.uncleanStop }),
    ...(base.rate !== undefined && { rate: base.rate }),
    seen,
  };
  await known.put(question, record);
  return { base, seen };
}

async function observe(run: Run, request: Request): Promise<ObservedBaseline> {
  const { image, imageSummary, workload, permit, progress, trialIds } = request;
  const mounts = [...workload.volumes.map(({ path }) => path), ...imageSummary.volumes];
  const writes = observeWrites(run.engine, mounts);
  const lasting = observeLasting(run, mounts);
  const executed = observeExecutedFiles(run);
  const processes = observeProcesses(run);
  const network = observeNetworkUse(run);
  const cpu = observeCpu(run);
  const capabilities = await observeCapabilities(run, grantedTo({ run, workload }));
  const system = await observeSystem(run, mounts);
  let base: Baseline;
  let observed: ObservedCapabilities;
  let calls: ObservedSystem;
  try {
    const observers = [executed, capabilities, writes, processes, network, cpu, system].map(({ observer }) => observer);
    base = await baseline(run, {
      image,
      imageSummary,
      workload,
      permit,
      trialIds,
      progress,
      observe: observers,
      observeAll: [lasting.observer],
    });
  } finally {
    observed = await capabilities.finish();
    calls = await system.finish();
  }
  const [seenProcesses, use, cpuUse] = [processes.processes(), network.use(), cpu.use()];
  return {
    base,
    seen: concealer(workload).all({
      capabilities: observed,
      system: calls,
      writes: writes.writes(),
      lasting: lasting.lasting(),
      executed: executed.files(),
      ...(seenProcesses && { processes: seenProcesses }),
      ...(use && { network: use }),
      ...(cpuUse && { cpu: cpuUse }),
    }),
  };
}

function restore({ ran, pair, stop, uncleanStop, rate, seen }: Record, request: Request): ObservedBaseline {
  const workload = { ...request.workload, stop };
  const trials = ran.map((trial): Trial => ({ ...trial, id: request.trialIds(), kept: true }));
  const [a, b] = pair.map((at) => trials[at]);
  if (a === undefined || b === undefined) throw new Error("the kept baseline has no pair");
  const noise = learnNoise(a, b, workload.stop.exitCodes);
  return {
    base: {
      trials: [a, b],
      noise,
      ran: trials,
      workload,
      ...(uncleanStop !== undefined && { uncleanStop }),
      ...(rate !== undefined && { rate }),
    },
    seen,
  };
}

/** Only root can trace. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}
