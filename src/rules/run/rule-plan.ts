import type { Dialect } from "../../domain/container/container-spec.ts";
import { oncePer } from "../../text/once-per.ts";
import { factTitle, type FactName, type Facts } from "../needs.ts";
import type { Rule } from "../rule.ts";
import { onRequestReason } from "./on-request-reason.ts";

export interface RuleFacts {
  readonly facts: Partial<Facts>;
  readonly missing?: Partial<Record<FactName, string>>;
  readonly dialects?: readonly Dialect[];
}

/** A rule that applies. Every field is there: no two rules have the same keys, and looking for one that a rule lacks costs more than most of them do. */
export interface PlannedRule {
  readonly rule: Rule;
  readonly id: Rule["id"];
  /** Of a rule that speaks on request, what is said where it was not asked. */
  readonly unasked: string | undefined;
  /** Facts that it needs and that are not known; rules that lack the same have one list. */
  readonly lacking: readonly FactName[] | undefined;
  readonly check: Rule["check"];
  readonly dialects: Rule["dialects"];
  readonly wholeSpec: boolean;
  /** Why finding nothing is no pass. */
  readonly hearsay: string | undefined;
}

/** Facts that a program of the target mentioned itself: what it admits is a finding, what it leaves out is no pass. */
const ownWord: Partial<Record<FactName, string>> = {
  updates:
    "according to the image there is nothing; its own package manager says so, which another one could not confirm",
};

/** The rules for what is known of a target, or why it is not; found once for all targets of a kind, as most rules ask for facts that a kind never has. */
export function planRules(rules: readonly Rule[], target: RuleFacts): readonly PlannedRule[] {
  const { facts, missing = {}, dialects } = target;
  const reasons = Object.entries(missing).flatMap(([name, reason]) => (reason === undefined ? [] : [name]));
  const names = Object.entries(facts).map(([name, fact]) => (fact === undefined ? `${name}?` : name));
  const key = [names, reasons, facts.containers?.dialects ?? dialects ?? "any"].join(";");
  const plans = plansFor(rules);
  let plan = plans.get(key);
  if (plan === undefined) plans.set(key, (plan = makePlan(rules, target)));
  return plan;
}

const plansFor = oncePer((_rules: readonly Rule[]) => new Map<string, readonly PlannedRule[]>());

function makePlan(rules: readonly Rule[], target: RuleFacts): readonly PlannedRule[] {
  const lists = new Map<string, readonly FactName[]>();
  return rules
    .filter((rule) => applies(rule, target))
    .map((rule) => {
      const absent = rule.needs.filter((need) => target.facts[need] === undefined);
      const lacking = lists.get(absent.join()) ?? absent;
      lists.set(absent.join(), lacking);
      return {
        rule,
        id: rule.id,
        unasked: rule.onRequest && onRequestReason(rule, rule.onRequest),
        lacking: lacking.length > 0 ? lacking : undefined,
        check: rule.check.bind(rule),
        dialects: rule.dialects,
        wholeSpec: rule.wholeSpec === true,
        hearsay: rule.needs.map((need) => ownWord[need]).find((reason) => reason !== undefined),
      };
    });
}

function applies({ needs, dialects }: Rule, { facts, missing, dialects: targetDialects }: RuleFacts): boolean {
  for (const need of needs) if (!(need in facts) && missing?.[need] === undefined) return false;
  const spoken = facts.containers?.dialects ?? targetDialects;
  return dialects === undefined || spoken === undefined || spoken.some((one) => dialects.includes(one));
}

/** `image and updates: not built here`: a reason that several facts share is said once. */
export function reasonFor(lacking: readonly FactName[], missingReasons: RuleFacts["missing"]): string {
  const names = Map.groupBy(lacking, (need) => missingReasons?.[need] ?? "not known");
  return [...names]
    .map(([reason, needs]) => `${[...new Set(needs.map(factTitle))].join(" and ")}: ${reason}`)
    .join("; ");
}
