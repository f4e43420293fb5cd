import type { Trial } from "../../domain/workload/trial.ts";
import { dropsLate, watchOf } from "../judge/identity/compare-watched.ts";
import type { Identity } from "../observe/identity/identities.ts";
import type { ExperimentRunner } from "./experiment-runner.ts";

/** Privileges that the original drops only after the trials' time. */
export interface LateDrop {
  /** System calls by which its processes change credentials. */
  readonly calls: readonly string[];
  /** The final user, if not root. */
  readonly user?: Identity;
  readonly seconds: number;
}

/** Waits for the watched original. Undefined if its state stays as in the trials, or could not be watched. */
export async function lateDrop({
  watch,
  reference,
}: Pick<ExperimentRunner, "watch" | "reference">): Promise<LateDrop | undefined> {
  const original = await watch.original;
  if ("reason" in original) return undefined;
  const originalWatch = watchOf(original);
  if (originalWatch === undefined || !dropsLate(reference.noise.processes, reference.trials, original))
    return undefined;
  const nonRootStates = originalWatch.processes.states.filter(({ uids }) => uids[1] !== 0);
  const main = nonRootStates.find(({ parents }) => parents.length === 0) ?? nonRootStates[0];
  const [uid, gid] = [main?.uids[1], main?.gids[1]];
  return {
    calls: changesIn(original),
    ...(uid !== undefined && gid !== undefined && { user: { uid, gid } }),
    seconds: Math.round(originalWatch.ms / 1000),
  };
}

/** System calls that changed credentials of a trial's process. */
export function changesIn({ traced }: Pick<Trial, "traced">): readonly string[] {
  return traced !== undefined && "kinds" in traced ? (traced.changes ?? []) : [];
}
