import type { Dialect } from "../../domain/container-spec/written-container.ts";
import { oncePer } from "../../text/once-per.ts";
import type { FactName, Facts } from "../needs.ts";
import type { Rule } from "../rule.ts";

interface RuleFacts {
  readonly facts: Partial<Facts>;
  readonly missing?: Partial<Record<FactName, string>>;
  readonly dialects?: readonly Dialect[];
}

/** The rules for what is known of a target, or why it is not; found once for all targets of a kind, as most rules ask for facts that a kind never has. */
export function applicableRules(rules: readonly Rule[], target: RuleFacts): readonly Rule[] {
  const { facts, missing = {}, dialects } = target;
  const reasons = Object.entries(missing).flatMap(([name, reason]) => (reason === undefined ? [] : [name]));
  const key = [Object.keys(facts), reasons, facts.containers?.dialects ?? dialects ?? "any"].join(";");
  const listsByKey = listsFor(rules);
  const applicable = listsByKey.get(key) ?? rules.filter((rule) => applies(rule, target));
  listsByKey.set(key, applicable);
  return applicable;
}

const listsFor = oncePer((_rules: readonly Rule[]) => new Map<string, readonly Rule[]>());

function applies({ needs, dialects }: Rule, { facts, missing, dialects: written }: RuleFacts): boolean {
  for (const need of needs) if (!(need in facts) && missing?.[need] === undefined) return false;
  const spoken = facts.containers?.dialects ?? written;
  return dialects === undefined || spoken === undefined || spoken.some((one) => dialects.includes(one));
}
