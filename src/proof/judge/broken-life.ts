import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { FileWork, LifeOutcome } from "../../domain/workload/trial.ts";
import { compareProcesses, type ReferenceProcesses } from "./identity/compare.ts";
import { isDispensable, missedWork } from "./missed-work.ts";

/** What a life is compared with, as `judgeBehaviour` does. */
export interface LifeReference {
  readonly processes: ReferenceProcesses;
  /** The image is another one than the original's. */
  readonly otherImage: boolean;
  /** What the original has done to files by the end of each life. */
  readonly files: readonly (FileWork | undefined)[];
}

/**
 * True where this life alone breaks its trial, whatever a restart would show: a process is worse than the original's, or work on files was not done. Its
 * answers and its log are compared later; a step that fails has ended the trial before.
 */
export function isBrokenLife(
  at: number,
  life: LifeOutcome,
  { processes, otherImage, files }: LifeReference,
  restrictions: Restrictions,
): boolean {
  const expected = files[at];
  const missed = expected && life.files && missedWork(expected, life.files);
  if (missed !== undefined && !Object.values(missed).flat().every(isDispensable)) return true;
  return compareProcesses(processes, at, life.processes, { ...restrictions, otherImage }).length > 0;
}
