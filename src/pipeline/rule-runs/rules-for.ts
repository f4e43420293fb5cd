import type { Config } from "../../domain/settings/config.ts";
import { rules } from "../../rules/index.ts";
import type { Rule } from "../../rules/rule.ts";
import { ownRules } from "../../rules/shared/own-rules.ts";
import { oncePer } from "../../text/once-per.ts";

let onlyRules: readonly Rule[] | undefined;

/** Restricts this thread to these rules from now on: one that runs custom rules does not need the others. */
export function judgeOnlyBy(these: readonly Rule[]): void {
  onlyRules = these;
}

/** The built-in rules, and those of the configuration. */
export function rulesFor(config: Config): readonly Rule[] {
  return onlyRules ?? allRules(config);
}

const allRules = oncePer((config: Config): readonly Rule[] =>
  config.policy.rules === undefined ? rules : [...rules, ...ownRules(config.policy)],
);
