import type { Config } from "../../domain/settings/config.ts";
import { rules } from "../../rules/index.ts";
import { practiceOf } from "../../text/practice-of.ts";

/** Settings for verbs that build each fix: enables rules that declare it, even if they are off by default. The user's own settings take precedence. */
export function withBuiltRules(config: Config): Config {
  const speaking = rules.filter(({ speaksInBuilds }) => speaksInBuilds === true);
  const severities = speaking.map(({ id, severity }) => [id, config.rules[`${practiceOf(id)}/*`] ?? severity] as const);
  return { ...config, rules: { ...Object.fromEntries(severities), ...config.rules } };
}
