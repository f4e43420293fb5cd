import type { Severity } from "../../domain/finding/finding.ts";
import type { ValueClass } from "../../secrets/value-class.ts";

/**
 * Only a random-looking value grants access: any other is a default to replace. `maxSeverity` is the severity of a
 * random one, lower if it does not ship.
 */
export function gradeOf(kind: ValueClass, maxSeverity: Severity = "error"): Severity {
  return kind === "random" ? maxSeverity : "warning";
}
