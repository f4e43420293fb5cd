import type { FixReport } from "../domain/report/fix-report.ts";
import { contextOf, targetsOf } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface FixPlanOptions extends Options {
  /** Only fixes of these rules, by their id or another tool's. */
  readonly rules?: readonly string[];
  /** Also suggested fixes of `rules`, which change what a file does, and fixes of class proven, which are not proven here. */
  readonly suggested?: boolean;
}

/** The fixes that are safe by construction, as a diff and as the fixed text of each file. Does not write, build or run anything. */
export async function fixPlan(targets: string | readonly string[], options: FixPlanOptions = {}): Promise<FixReport> {
  const context = contextOf(options);
  const names = targetsOf(targets);
  const { rules, suggested = false } = options;
  const { fixFiles } = await import("../pipeline/verbs/fix/fix-files.ts");
  const wish = { write: false, proven: false, suggested, measure: false, ...(rules !== undefined && { rule: rules }) };
  return fixFiles(names, wish, context);
}
