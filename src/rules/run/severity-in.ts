import { severities, type Severity } from "../../domain/finding/finding.ts";
import { practiceOf } from "../../text/practice-of.ts";
import { isTestPath } from "../../text/test-path.ts";
import type { Facts } from "../needs.ts";
import type { Rule } from "../rule.ts";

/** What the code of a document shows runs nowhere yet, and what a folder of tests holds only there: one level lower. A real secret in it is public all the same. */
export function severityIn(
  { runLines }: Partial<Facts>,
  { id, ofUser }: Rule,
  severity: Severity,
  file = "",
): Severity {
  const isReal = practiceOf(id) === "secrets" && severity === "error";
  const isLower = runLines?.markdown === true || isTestPath(file);
  if (!isLower || isReal || ofUser === true) return severity;
  return severities[severities.indexOf(severity) + 1] ?? severity;
}
