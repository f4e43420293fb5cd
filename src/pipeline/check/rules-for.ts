import type { Config } from "../../domain/settings/config.ts";
import { rules } from "../../rules/index.ts";
import type { Rule } from "../../rules/rule.ts";
import { ownRules } from "../../rules/shared/own-rules.ts";
import { oncePer } from "../../text/once-per.ts";

let only: readonly Rule[] | undefined;

/** From here on, this thread judges by these rules: one that runs rules of a user's own has no use for the others. */
export function judgeOnlyBy(these: readonly Rule[]): void {
  only = these;
}

/** The rules of hullproof, and those of the configuration. */
export function rulesFor(config: Config): readonly Rule[] {
  return only ?? allRules(config);
}

const allRules = oncePer((config: Config): readonly Rule[] =>
  config.policy.rules === undefined ? rules : [...rules, ...ownRules(config.policy)],
);
