import type { FileWork } from "../../../domain/workload/trial.ts";
import type { LifeReferencePermissions } from "./compare-permissions.ts";

/** File changes that two runs of the original have in common in one life. */
export interface ExpectedFiles {
  /** Common work of both on files outside of their volumes; undefined if one of them is unknown. */
  readonly files: FileWork | undefined;
  readonly permissions: LifeReferencePermissions;
}
