import { ownValue } from "../../domain/own-value.ts";
import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";

const words: Readonly<Record<string, AdvisorySeverity>> = {
  critical: "critical",
  important: "high",
  high: "high",
  moderate: "medium",
  medium: "medium",
  low: "low",
  unimportant: "negligible",
  negligible: "negligible",
  minor: "low",
};

/** A vendor's word on our scale; undefined for "not yet assigned" and all that is no severity. Red Hat's "important" is others' "high". */
export function severityWord(word: unknown): AdvisorySeverity | undefined {
  const key = typeof word === "string" ? word.trim().toLowerCase() : "";
  return ownValue(words, key);
}
