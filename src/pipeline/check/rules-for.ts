import type { Config } from "../../domain/settings/config.ts";
import { rules } from "../../rules/index.ts";
import type { Rule } from "../../rules/rule.ts";
import { ownRules } from "../../rules/shared/own-rules.ts";
import { oncePer } from "../../text/once-per.ts";

/** The rules of hullproof, and those of the configuration. */
export const rulesFor: (config: Config) => readonly Rule[] = oncePer((config: Config) =>
  config.policy.rules === undefined ? rules : [...rules, ...ownRules(config.policy)],
);
