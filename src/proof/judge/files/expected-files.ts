import type { FileWork } from "../../../domain/workload/trial.ts";
import type { LifeReferencePermissions } from "./compare-permissions.ts";

/** What two runs of the original have in common in one life, of files. */
export interface ExpectedFiles {
  /** What both did to files outside of their volumes; undefined where one of them could not be seen. */
  readonly files: FileWork | undefined;
  readonly permissions: LifeReferencePermissions;
}
