import type { Severity } from "../../domain/finding/finding.ts";
import type { ValueClass } from "../../text/secrets/value-class.ts";

/** Only what looks random is not guessed, and opens something: the rest is a default to replace. `most` is what a random one is worth, less where it does not ship. */
export function gradeOf(kind: ValueClass, most: Severity = "error"): Severity {
  return kind === "random" ? most : "warning";
}
