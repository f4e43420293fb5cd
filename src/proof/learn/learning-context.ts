import type { ListeningSocket } from "../../domain/workload/observation.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { keyOf, withoutLimits } from "../experiment/experiment-record.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { changesIn } from "../experiment/late-drop.ts";
import type { CpuUse } from "../observe/busiest-cpu.ts";
import type { CallEvidence } from "../observe/calls/call-evidence.ts";
import type { ObservedCapabilities } from "../observe/capabilities.ts";
import { lookAtImage } from "../observe/files/image-look.ts";
import { tmpfsCandidates, type Candidates, type Look } from "../observe/files/tmpfs-candidates.ts";
import { observeWrites, type Write } from "../observe/files/writes.ts";
import type { Processes } from "../observe/identity/identities.ts";
import type { NetworkUse } from "../observe/network/network-use.ts";
import type { Observer } from "../observe/observer.ts";
import type { ShmUse } from "../observe/shm-use.ts";
import { sized } from "../restrictions/budget.ts";
import { heldBy } from "../trial/environment/engine-floor.ts";
import { openCallRounds, type CallRounds } from "./call-rounds.ts";
import { growthOf, type Growth } from "./growth/measure-growth.ts";
import { measureMany, type ManyClients } from "./many-clients.ts";
import type { OriginalObservations } from "./reference-record.ts";

/** All inputs of lessons; each lesson names those it needs. */
export interface LearningContext {
  readonly runner: ExperimentRunner;
  /** Which capabilities the original used, and its most tasks. */
  readonly capabilities: ObservedCapabilities;
  /** Its system calls if the trace is complete, else the reason. */
  readonly calls: { readonly evidence: CallEvidence | undefined; readonly reason: string };
  /** Rounds of the syscall allowlist, under load, from everything learned so far. Undefined without an allowlist. */
  readonly callRounds: (current: Restrictions) => Promise<CallRounds | undefined>;
  readonly processes: Processes | undefined;
  /** Also undefined if it opened a connection. */
  readonly network: NetworkUse | undefined;
  /** It pinged without NET_RAW; undefined without a trace of its calls. */
  readonly pings: boolean | undefined;
  /** Its observed listening sockets. */
  readonly listening: readonly ListeningSocket[];
  readonly cpu: CpuUse | undefined;
  /** Usage by as many clients as the limits have room for, under `current`, measured once; undefined without load. */
  readonly manyClients: (current: Restrictions) => Promise<ManyClients | undefined>;
  /** Of /dev/shm. */
  readonly shm: ShmUse | undefined;
  /** Observes the writes of a trial: restrictions may change their places. */
  readonly writes: Observer;
  /** Writes so far that a tmpfs can replace, with sizes. */
  readonly candidates: () => Promise<Candidates>;
  /** Files that grow with each pass of its steps; measured on the first call, in parallel to a trial if possible. */
  readonly growth: () => Promise<Growth | undefined>;
  /** Looks at directories of the image. */
  readonly inImage: <T>(use: (look: Look) => Promise<T>) => Promise<T>;
}

/** `written` returns all writes so far, in order of paths. */
export function createLearningContext(
  session: EngineSession,
  runner: ExperimentRunner,
  originalObservations: OriginalObservations,
  volumes: readonly string[],
): { readonly learningContext: LearningContext; readonly written: () => Write[] } {
  const { image, imageSummary } = runner;
  const inImage = <T>(use: (look: Look) => Promise<T>) => lookAtImage(session, image, use);
  const used = {
    ...(originalObservations.lasting && { lasting: originalObservations.lasting }),
    ...(originalObservations.clientFiles && { clientFiles: originalObservations.clientFiles }),
    executed: [...(originalObservations.executed ?? []), ...originalObservations.system.files.executed],
  };
  const writes = observeWrites(session.engine, [...volumes, ...imageSummary.volumes]);
  const mergedWrites = () => union(originalObservations.writes, writes.writes());
  const { sockets, calls, syscalls } = originalObservations.system;
  let growth: Promise<Growth | undefined> | undefined;
  let many: { readonly key: string; readonly measured: Promise<ManyClients | undefined> } | undefined;
  let begun: { readonly held: string; readonly rounds: CallRounds | undefined } | undefined;
  const learningContext: LearningContext = {
    runner,
    capabilities: originalObservations.capabilities,
    calls: { evidence: calls, reason: syscalls.reason },
    async callRounds(current) {
      // The engine's default filter depends on the capabilities.
      const capabilityKey = heldBy(current, runner.workload).join();
      if (begun?.held === capabilityKey) return begun.rounds;
      const rounds = calls && (await openCallRounds(runner.underLoad, current, await withLateCalls(runner, calls)));
      begun = { held: capabilityKey, rounds: rounds === undefined || "reason" in rounds ? undefined : rounds };
      return begun.rounds;
    },
    processes: originalObservations.processes,
    network: sockets.connects === true ? undefined : originalObservations.network,
    pings: sockets.pings,
    listening: sockets.listening,
    cpu: originalObservations.cpu,
    manyClients(current) {
      // Limits do not affect growth.
      const key = keyOf(withoutLimits(current));
      if (many?.key !== key) many = { key, measured: measureMany(runner, "what many clients take", current) };
      return many.measured;
    },
    shm: originalObservations.shm,
    writes: writes.observer,
    async candidates() {
      const candidates = await inImage((look) => tmpfsCandidates(mergedWrites(), look, used));
      return { ...candidates, tmpfs: sized(candidates.tmpfs, mergedWrites()) };
    },
    growth: () => (growth ??= growthOf(session, runner)),
    inImage,
  };
  return { learningContext, written: mergedWrites };
}

/** Calls that drop privileges may come after the trace. */
async function withLateCalls({ watch }: ExperimentRunner, evidence: CallEvidence): Promise<CallEvidence> {
  const original = await watch.original;
  const late = "reason" in original ? [] : changesIn(original);
  return { ...evidence, calls: [...new Set([...evidence.calls, ...late])].toSorted() };
}

/** Each path once, with its last write; in order of paths. */
function union(earlierWrites: readonly Write[], laterWrites: readonly Write[]): Write[] {
  const writesByPath = new Map([...earlierWrites, ...laterWrites].map((write) => [write.path, write]));
  return [...writesByPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
