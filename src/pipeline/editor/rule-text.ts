import { everyAlso } from "../../rules/every-also.ts";
import { rules } from "../../rules/index.ts";
import type { Rule } from "../../rules/rule.ts";

/** A rule's description, for a reader at one of its findings. */
export type RuleWords = Pick<Rule, "id" | "title" | "why" | "fix"> & { readonly also: readonly string[] };

export function ruleWords(id: string): RuleWords | undefined {
  const rule = rules.find((candidate) => candidate.id === id);
  return rule && { id: rule.id, title: rule.title, why: rule.why, fix: rule.fix, also: everyAlso(rule) };
}
