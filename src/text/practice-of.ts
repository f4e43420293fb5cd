import type { Practice, RuleId } from "../domain/finding/practice.ts";

/** The chapter that a rule belongs to: the first part of its id, which its type says. */
export function practiceOf(rule: RuleId): Practice {
  return rule.slice(0, rule.indexOf("/")) as Practice;
}
