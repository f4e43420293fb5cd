import { severities, type Severity } from "../../domain/finding/finding.ts";
import { practiceOf } from "../../text/practice-of.ts";
import type { Facts } from "../needs.ts";
import type { Rule } from "../rule.ts";

/** What the code of a document shows runs nowhere yet: one level lower. A real secret in it is public all the same. */
export function severityIn({ runLines }: Partial<Facts>, { id, ofUser }: Rule, severity: Severity): Severity {
  const isReal = practiceOf(id) === "secrets" && severity === "error";
  if (runLines?.markdown !== true || isReal || ofUser === true) return severity;
  return severities[severities.indexOf(severity) + 1] ?? severity;
}
