import { severities, type Finding, type Severity } from "../../domain/finding/finding.ts";
import { isRunConfiguration } from "../../domain/finding/run-configuration.ts";
import type { Config, RuleSetting } from "../../domain/settings/config.ts";

/** Whether a list of ids and practices (`secrets/*`, `*` for all) names a rule. */
export function namesRule(list: readonly string[] | undefined, rule: string): boolean {
  if (list === undefined) return false;
  const practice = `${rule.slice(0, rule.indexOf("/"))}/*`;
  return list.includes(rule) || list.includes(practice) || list.includes("*");
}

/** Named on the command line: nothing that lies in a repository silences the rule. */
export function isEnforced({ enforced }: Pick<Config, "enforced">, rule: string): boolean {
  return namesRule(enforced?.rules, rule);
}

/** Why a comment that asks for silence about a rule does not count; undefined where it does. */
export function whyNoComment(config: Pick<Config, "enforced" | "policy">, rule: string): string | undefined {
  if (isEnforced(config, rule)) return "--enforce";
  if (config.enforced?.inlineIgnores === false) return "--no-inline-ignores";
  return namesRule(config.policy.enforce, rule) ? "policy.enforce" : undefined;
}

/** An enforced rule may become more severe, and no less; one on the engine's defaults is a warning then. */
export function severityOf(finding: Finding, wanted: RuleSetting | undefined, config: Config): Severity {
  const isSet = wanted !== undefined && wanted !== "off";
  if (!isEnforced(config, finding.rule)) return isSet ? wanted : finding.severity;
  const severity = isRunConfiguration(finding) ? "warning" : finding.severity;
  return isSet && severities.indexOf(wanted) < severities.indexOf(severity) ? wanted : severity;
}

/** The finding, with the ignore that was meant to silence it and does not count. */
export function withOverruled(finding: Finding, ignore: string, because: string): Finding {
  const value = `an ignore that does not count (${because}): ${ignore}`;
  return { ...finding, evidence: [...finding.evidence, { kind: "setting", pointer: "ignored", value }] };
}
