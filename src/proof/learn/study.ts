import type { ListeningSocket } from "../../domain/workload/observation.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Run } from "../../sources/engine/types.ts";
import { keyOf, withoutLimits } from "../lab/lab-record.ts";
import type { Lab } from "../lab/lab.ts";
import { changesIn } from "../lab/late-drop.ts";
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
import { heldBy } from "../trial/setting/engine-floor.ts";
import { openCallRounds, type CallRounds } from "./call-rounds.ts";
import { growthOf, type Growth } from "./growth/measure-growth.ts";
import { measureMany, type ManyClients } from "./many-clients.ts";
import type { OriginalObservations } from "./baseline-record.ts";

/** Everything that a lesson can ask for; each names what it needs of it. */
export interface Study {
  readonly lab: Lab;
  /** Which capabilities the original used, and its most tasks. */
  readonly capabilities: ObservedCapabilities;
  /** Its system calls, where they are known to the last one, and else why not. */
  readonly calls: { readonly evidence: CallEvidence | undefined; readonly reason: string };
  /** Of the list of calls, under load: begun with what is learned by then. Undefined where no list can be made. */
  readonly callRounds: (current: Restrictions) => Promise<CallRounds | undefined>;
  readonly processes: Processes | undefined;
  /** Undefined also where it was seen to connect. */
  readonly network: NetworkUse | undefined;
  /** It was seen to ping without NET_RAW; undefined where its calls were not traced. */
  readonly pings: boolean | undefined;
  /** Its sockets that wait for others, as far as they were seen. */
  readonly listening: readonly ListeningSocket[];
  readonly cpu: CpuUse | undefined;
  /** As many clients as the limits have room for, under `current`, measured once; undefined where there is no load. */
  readonly manyClients: (current: Restrictions) => Promise<ManyClients | undefined>;
  /** Of /dev/shm. */
  readonly shm: ShmUse | undefined;
  /** Sees what is written in a trial: with less it may write elsewhere. */
  readonly writes: Observer;
  /** Of all that was written so far, what a tmpfs can stand in for, and how large. */
  readonly candidates: () => Promise<Candidates>;
  /** What of its files grows with each pass of its steps; measured when it is first asked for, beside a trial where two can run at once. */
  readonly growth: () => Promise<Growth | undefined>;
  /** Looks at directories of the image. */
  readonly inImage: <T>(use: (look: Look) => Promise<T>) => Promise<T>;
}

/** `written` is what was seen written so far, in order of paths. */
export function openStudy(
  run: Run,
  lab: Lab,
  seen: OriginalObservations,
  volumes: readonly string[],
): { readonly study: Study; readonly written: () => Write[] } {
  const { image, imageSummary } = lab;
  const inImage = <T>(use: (look: Look) => Promise<T>) => lookAtImage(run, image, use);
  const used = {
    ...(seen.lasting && { lasting: seen.lasting }),
    ...(seen.clientFiles && { clientFiles: seen.clientFiles }),
    executed: [...(seen.executed ?? []), ...seen.system.files.executed],
  };
  const writes = observeWrites(run.engine, [...volumes, ...imageSummary.volumes]);
  const written = () => union(seen.writes, writes.writes());
  const { sockets, calls, syscalls } = seen.system;
  let growth: Promise<Growth | undefined> | undefined;
  let many: { readonly key: string; readonly measured: Promise<ManyClients | undefined> } | undefined;
  let begun: { readonly held: string; readonly rounds: CallRounds | undefined } | undefined;
  const study: Study = {
    lab,
    capabilities: seen.capabilities,
    calls: { evidence: calls, reason: syscalls.reason },
    async callRounds(current) {
      // What the engine refuses by default depends on the capabilities.
      const held = heldBy(current, lab.workload).join();
      if (begun?.held === held) return begun.rounds;
      const rounds = calls && (await openCallRounds(lab.underLoad, current, await withLateCalls(lab, calls)));
      begun = { held, rounds: rounds === undefined || "reason" in rounds ? undefined : rounds };
      return begun.rounds;
    },
    processes: seen.processes,
    network: sockets.connects === true ? undefined : seen.network,
    pings: sockets.pings,
    listening: sockets.listening,
    cpu: seen.cpu,
    manyClients(current) {
      // Limits take nothing away that it would show.
      const key = keyOf(withoutLimits(current));
      if (many?.key !== key) many = { key, measured: measureMany(lab, "what many clients take", current) };
      return many.measured;
    },
    shm: seen.shm,
    writes: writes.observer,
    async candidates() {
      const found = await inImage((look) => tmpfsCandidates(written(), look, used));
      return { ...found, tmpfs: sized(found.tmpfs, written()) };
    },
    growth: () => (growth ??= growthOf(run, lab)),
    inImage,
  };
  return { study, written };
}

/** Calls by which the original becomes less may come after all that was traced. */
async function withLateCalls({ watch }: Lab, evidence: CallEvidence): Promise<CallEvidence> {
  const original = await watch.original;
  const late = "reason" in original ? [] : changesIn(original);
  return { ...evidence, calls: [...new Set([...evidence.calls, ...late])].toSorted() };
}

/** Each path once, as it was seen last; in order of their paths. */
function union(before: readonly Write[], now: readonly Write[]): Write[] {
  const found = new Map([...before, ...now].map((write) => [write.path, write]));
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
