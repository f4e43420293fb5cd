import { Failure } from "../../domain/failure.ts";
import type { RuleText } from "../../domain/finding/finding.ts";
import { customRuleIdForm } from "../../rules/custom-rule.ts";
import type { Checked } from "../check/checked.ts";
import type { Context } from "../context.ts";

/** A rule of a user's own is known once it is loaded; a misspelt one would enforce nothing. Throws `bad-usage`. */
export function refuseUnloaded({ enforced, configFile }: Context, checked: readonly Checked[]): void {
  const own = enforced?.rules.filter((id) => customRuleIdForm.test(id)) ?? [];
  if (own.length === 0) return;
  const loaded = new Set<string>(customIn(checked).map(({ rule }) => rule));
  const missing = own.find((id) => !loaded.has(id));
  // One that could not be loaded is reported as such.
  if (missing === undefined || checked.some(({ unread = [] }) => unread.length > 0)) return;
  throw new Failure("bad-usage", `--enforce: no rule of policy.ruleFiles is called ${missing}`, {
    hint: `Check the spelling; ${configFile ?? "the target's hullproof.yaml"} has to name its file.`,
  });
}

/** Rules of `policy.ruleFiles` that were run, each id once. */
export function customIn(checked: readonly Pick<Checked, "customRules">[]): readonly RuleText[] {
  return [...new Map(checked.flatMap(({ customRules = [] }) => customRules).map((one) => [one.rule, one])).values()];
}
