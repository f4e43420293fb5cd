import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { LifeOutcome } from "../../domain/workload/trial.ts";
import { comparePermissions } from "./files/compare-permissions.ts";
import type { ExpectedFiles } from "./files/expected-files.ts";
import { leniencyOf } from "./files/leniency-of.ts";
import { compareProcesses, type ReferenceProcesses } from "./identity/compare.ts";
import { isDispensable, missedWork } from "./missed-work.ts";

/** What a life is compared with, as `judgeBehaviour` does. */
export interface LifeReference {
  readonly processes: ReferenceProcesses;
  /** The image is another one than the original's. */
  readonly otherImage: boolean;
  /** By life, what the original's files are in the end. */
  readonly files: readonly ExpectedFiles[];
}

/**
 * True where this life alone breaks its trial, whatever a restart would show: a process is worse than the original's, work on files was not done, or a file
 * has another owner or mode. Its
 * answers and its log are compared later; a step that fails has ended the trial before.
 */
export function isBrokenLife(
  at: number,
  life: LifeOutcome,
  { processes, otherImage, files }: LifeReference,
  restrictions: Restrictions,
): boolean {
  const { files: work, permissions } = files[at] ?? {};
  const missed = work && life.files && missedWork(work, life.files);
  if (missed !== undefined && !Object.values(missed).flat().every(isDispensable)) return true;
  const leniency = leniencyOf(processes, restrictions, otherImage);
  if (comparePermissions(permissions, life.permissions, leniency).length > 0) return true;
  return compareProcesses(processes, at, life.processes, { ...restrictions, otherImage }).length > 0;
}
