import { Failure } from "../../domain/failure.ts";
import type { RuleText } from "../../domain/finding/finding.ts";
import { customRuleIdForm } from "../../rules/custom-rule.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { Context } from "../context.ts";

/** A custom rule is known once it is loaded; a misspelled one would have no effect. Throws `bad-usage`. */
export function refuseUnloaded({ enforced, configFile }: Context, checked: readonly TargetResult[]): void {
  const customIds = enforced?.rules.filter((id) => customRuleIdForm.test(id)) ?? [];
  if (customIds.length === 0) return;
  const loaded = new Set<string>(customIn(checked).map(({ rule }) => rule));
  const unloadedId = customIds.find((id) => !loaded.has(id));
  // A rule that could not be loaded is reported separately.
  if (unloadedId === undefined || checked.some(({ unread = [] }) => unread.length > 0)) return;
  throw new Failure("bad-usage", `--enforce: no rule of policy.ruleFiles is called ${unloadedId}`, {
    hint: `Check the spelling; ${configFile ?? "the target's hullproof.yaml"} has to name its file.`,
  });
}

/** Custom rules that ran, each id once. */
export function customIn(checked: readonly Pick<TargetResult, "customRules">[]): readonly RuleText[] {
  return [...new Map(checked.flatMap(({ customRules = [] }) => customRules).map((rule) => [rule.rule, rule])).values()];
}
