import { severities, type Finding, type Severity } from "../../domain/finding/finding.ts";
import { isRunConfiguration } from "../../domain/finding/run-configuration.ts";
import type { Config, RuleSetting } from "../../domain/settings/config.ts";

/** Whether a list of ids and practices (`secrets/*`, `*` for all) names a rule. */
export function namesRule(list: readonly string[] | undefined, rule: string): boolean {
  if (list === undefined) return false;
  const practice = `${rule.slice(0, rule.indexOf("/"))}/*`;
  return list.includes(rule) || list.includes(practice) || list.includes("*");
}

/** Whether the rule is enforced on the command line: nothing in a repository can suppress it. */
export function isEnforced({ enforced }: Pick<Config, "enforced">, rule: string): boolean {
  return namesRule(enforced?.rules, rule);
}

/** Why a comment cannot suppress a rule; undefined where it can. */
export function reasonAgainstComment(config: Pick<Config, "enforced" | "policy">, rule: string): string | undefined {
  if (isEnforced(config, rule)) return "--enforce";
  if (config.enforced?.inlineIgnores === false) return "--no-inline-ignores";
  return namesRule(config.policy.enforce, rule) ? "policy.enforce" : undefined;
}

/** The severity of a finding: an enforced rule's can only rise, and one about the engine's defaults becomes a warning. */
export function severityOf(finding: Finding, configured: RuleSetting | undefined, config: Config): Severity {
  const isSet = configured !== undefined && configured !== "off";
  if (!isEnforced(config, finding.rule)) return isSet ? configured : finding.severity;
  const severity = isRunConfiguration(finding) ? "warning" : finding.severity;
  return isSet && severities.indexOf(configured) < severities.indexOf(severity) ? configured : severity;
}

/** The finding with a suppression that has no effect. */
export function withOverruled(finding: Finding, ignore: string, because: string): Finding {
  const value = `an ignore that does not count (${because}): ${ignore}`;
  return { ...finding, evidence: [...finding.evidence, { kind: "setting", pointer: "ignored", value }] };
}
