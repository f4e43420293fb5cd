import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { LifecycleOutcome } from "../../domain/workload/trial.ts";
import { comparePermissions } from "./files/compare-permissions.ts";
import type { ExpectedFiles } from "./files/expected-files.ts";
import { leniencyOf } from "./files/leniency-of.ts";
import { compareProcesses, type ReferenceProcesses } from "./identity/compare.ts";
import { isDispensable, missedWork } from "./missed-work.ts";

/** The reference for a life, as in `judgeBehaviour`. */
export interface LifeReference {
  readonly processes: ReferenceProcesses;
  /** The image differs from the original's. */
  readonly otherImage: boolean;
  /** Final files of the original, by life. */
  readonly files: readonly ExpectedFiles[];
}

/**
 * True if this life alone breaks its trial, regardless of a restart: a process is worse than the original's, work on
 * files was not done, or a file has another owner or mode. Responses and log are compared later; a failed step has
 * already ended the trial.
 */
export function isBrokenLife(
  at: number,
  life: LifecycleOutcome,
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
