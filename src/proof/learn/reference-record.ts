import type { ProvenFor } from "../../domain/profile/profile.ts";
import type { RefusedBody, Trial } from "../../domain/workload/trial.ts";
import type { Load, Workload } from "../../domain/workload/workload.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { FailureRate } from "../judge/failure-rate.ts";
import { loadedReference, type Control } from "../experiment/control.ts";
import { referenceBehaviorOf, type ReferenceBehavior, type Original } from "../experiment/reference.ts";
import { withoutBodies } from "../experiment/refused-bodies.ts";
import type { WatchedOriginal } from "../experiment/watched.ts";
import type { ObservedCapabilities } from "../observe/capabilities.ts";
import type { ObservedSystem } from "../observe/system.ts";
import type { Write } from "../observe/files/writes.ts";
import type { Lasting } from "../observe/files/lasting.ts";
import type { ImageTools } from "../observe/files/image-tools.ts";
import type { Processes } from "../observe/identity/identities.ts";
import type { NetworkUse } from "../observe/network/network-use.ts";
import type { CpuUse } from "../observe/busiest-cpu.ts";
import type { ShmUse } from "../observe/shm-use.ts";
import { withLoad } from "../workload/with-load.ts";

/** Observations of the unrestricted container: plain data, so that it can be stored. */
export interface OriginalObservations {
  readonly capabilities: ObservedCapabilities;
  readonly system: ObservedSystem;
  readonly writes: readonly Write[];
  readonly lasting?: Lasting;
  /** Files that may contain client data; absent in records of earlier versions. */
  readonly clientFiles?: readonly string[];
  /** Files that were executed, or mapped as executable; absent in records of earlier versions. */
  readonly executed?: readonly string[];
  /** Undefined if its files are unknown. */
  readonly tools?: ImageTools;
  readonly processes?: Processes;
  readonly network?: NetworkUse;
  readonly cpu?: CpuUse;
  /** Of /dev/shm. */
  readonly shm?: ShmUse;
}

/** Stored form: the noise is computed again. */
export interface ReferenceRecord {
  readonly ran: readonly Trial[];
  /** The passing ones, which trials are compared with. */
  readonly pair: readonly [number, number];
  /** Parts of the workload as it passed; the rest is in the request, with values that do not belong into a file. */
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
  readonly seen: OriginalObservations;
  /** Absent if the session ended before. */
  readonly watched?: WatchedOriginal;
}

export function recordOf(
  reference: ReferenceBehavior,
  control: Control,
  observations: OriginalObservations,
): ReferenceRecord {
  return {
    ran: reference.ran,
    pair: pairOf(reference),
    control: {
      ran: control.ran,
      provenFor: control.provenFor,
      ...(control.reference && { pair: pairOf(control.reference) }),
      ...(control.reference?.workload.load && { load: control.reference.workload.load }),
      ...(control.reference && { stop: control.reference.workload.stop }),
      ...(control.reference?.uncleanStop !== undefined && { uncleanStop: control.reference.uncleanStop }),
    },
    stop: reference.workload.stop,
    ...(reference.uncleanStop !== undefined && { uncleanStop: reference.uncleanStop }),
    ...(reference.rate !== undefined && { rate: reference.rate }),
    ...(reference.refused !== undefined && { refused: reference.refused }),
    seen: observations,
  };
}

function pairOf({ ran, trials: [a, b] }: ReferenceBehavior): [number, number] {
  return [ran.indexOf(a), ran.indexOf(b)];
}

export function restoreReference(
  session: EngineSession,
  { ran, pair, stop, uncleanStop, rate, refused = [], control }: Omit<ReferenceRecord, "seen" | "watched">,
  request: Original,
): { readonly reference: ReferenceBehavior; readonly control: Control } {
  const workload = { ...withoutBodies(withLoad(request.workload, undefined), refused), stop };
  const restoreTrials = (trials: readonly Trial[]) =>
    trials.map((trial): Trial => ({ ...trial, id: request.trialIds(), kept: true }));
  const referenceTrials = restoreTrials(ran);
  const reference = referenceBehaviorOf(
    session,
    { ...request, workload },
    both(referenceTrials, pair),
    referenceTrials,
  );
  const loaded = restoreTrials(control.ran);
  const pairUnderLoad = control.pair && both(loaded, control.pair);
  const underLoad = control.load && { ...workload, stop: control.stop ?? stop, load: control.load };
  const strange = control.uncleanStop;
  return {
    reference: {
      ...reference,
      refused,
      ...(uncleanStop !== undefined && { uncleanStop }),
      ...(rate !== undefined && { rate }),
    },
    control: {
      ran: loaded,
      provenFor: control.provenFor,
      ...(underLoad &&
        pairUnderLoad && {
          reference: {
            ...loadedReference(session, { ...request, workload: underLoad }, pairUnderLoad, loaded),
            ...(strange !== undefined && { uncleanStop: strange }),
          },
        }),
    },
  };
}

function both(ran: readonly Trial[], places: readonly [number, number]): [Trial, Trial] {
  const [a, b] = places.map((at) => ran[at]);
  if (a === undefined || b === undefined) throw new Error("the stored reference has no pair");
  return [a, b];
}
