import type { Trial } from "../../domain/workload/trial.ts";
import { dropsLate, watchOf } from "../judge/identity/compare-watched.ts";
import type { Identity } from "../observe/identity/identities.ts";
import type { Lab } from "./lab.ts";

/** What the original gives up only after the time that trials see. */
export interface LateDrop {
  /** Calls by which its processes change as whom they run. */
  readonly calls: readonly string[];
  /** As whom it ends up, where that is not root. */
  readonly user?: Identity;
  readonly seconds: number;
}

/** Waits for the original that runs on. Undefined where it stays as trials see it, and where that could not be watched. */
export async function lateDrop({ watch, baseline }: Pick<Lab, "watch" | "baseline">): Promise<LateDrop | undefined> {
  const original = await watch.original;
  if ("reason" in original) return undefined;
  const watched = watchOf(original);
  if (watched === undefined || !dropsLate(baseline.noise.processes, baseline.trials, original)) return undefined;
  const others = watched.processes.states.filter(({ uids }) => uids[1] !== 0);
  const main = others.find(({ parents }) => parents.length === 0) ?? others[0];
  const [uid, gid] = [main?.uids[1], main?.gids[1]];
  return {
    calls: changesIn(original),
    ...(uid !== undefined && gid !== undefined && { user: { uid, gid } }),
    seconds: Math.round(watched.ms / 1000),
  };
}

/** Calls that changed as whom a process of the trial runs. */
export function changesIn({ traced }: Pick<Trial, "traced">): readonly string[] {
  return traced !== undefined && "kinds" in traced ? (traced.changes ?? []) : [];
}
