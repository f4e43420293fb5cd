import type { FixReport } from "../domain/report/fix-report.ts";
import { contextOf, targetsOf } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface FixPlanOptions extends Options {
  /** Only fixes of these rules, by their id or another tool's. */
  readonly rules?: readonly string[];
  /** Of `rules` also suggested fixes, which change what a file does, and fixes of class proven, which nothing proves here. */
  readonly suggested?: boolean;
}

/** The fixes that hold by construction, as a diff and as the fixed text of each file. Nothing is written, built or run. */
export async function fixPlan(targets: string | readonly string[], options: FixPlanOptions = {}): Promise<FixReport> {
  const context = contextOf(options);
  const names = targetsOf(targets);
  const { rules, suggested = false } = options;
  const { fixFiles } = await import("../pipeline/fix/fix-files.ts");
  const wish = { write: false, proven: false, suggested, measure: false, ...(rules !== undefined && { rule: rules }) };
  return fixFiles(names, wish, context);
}
