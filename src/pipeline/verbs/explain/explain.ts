import type { Example, Rule } from "../../../rules/rule.ts";
import type { RuleText } from "../../../domain/finding/finding.ts";
import { severities } from "../../../domain/finding/finding.ts";
import { practices } from "../../../domain/finding/practice.ts";
import { whatAProofIs } from "../../../reports/content/what-a-proof-is.ts";
import { dialectTitles } from "../../../rules/dialect-titles.ts";
import { premiseText } from "../../../rules/premise.ts";
import { whySafeText } from "../../../rules/shared/why-safe.ts";
import { everyAlso } from "../../../rules/every-also.ts";
import { rules } from "../../../rules/index.ts";
import { customRuleIdForm, type CustomExample } from "../../../rules/custom-rule.ts";
import type { CustomRuleText } from "../../rule-runs/custom-rules.ts";
import { podChecks } from "../../../data/pod-checks/pod-checks.ts";
import { runChecks } from "../../../data/run-checks.ts";
import { refusedPeers } from "../../../data/refused-peers.ts";

export function isCustomRuleId(id: string): boolean {
  return customRuleIdForm.test(id);
}

/** The page of a custom rule. */
export function explainCustomRule({ rule, title, why, severity, needs, examples }: CustomRuleText): string {
  return [
    title,
    `${rule}   ${severity}   fix: none   a rule of your own`,
    "",
    why,
    "",
    `Asks for: ${needs.join(", ")}`,
    ...examples.flatMap(exampleText),
    "",
  ].join("\n");
}

export function ruleIds(): string[] {
  return rules.map(({ id }) => id);
}

/** Pages on other topics, by the names in reports and prose. */
const pages = new Map([
  ["what-a-proof-is", whatAProofIs],
  ["proof", whatAProofIs],
]);

/**
 * A rule's page as plain text, by its id or the name in it; for an id of another tool the pages of all rules that cover it, most severe first,
 * or the reason why none does. Undefined for an unknown id.
 */
export function explain(id: string): string | undefined {
  const exactRule = rules.find((rule) => rule.id === id);
  if (exactRule !== undefined) return page(exactRule);
  const topicPage = pages.get(id);
  if (topicPage !== undefined) return topicPage;
  const suffix = rules.filter((rule) => rule.id.endsWith(`/${id}`));
  if (suffix.length > 0) return suffix.map(page).join(`\n${"─".repeat(60)}\n\n`);
  const checkId = runChecks.flatMap(({ checks }) => checks).find(({ uuid }) => uuid === id)?.id;
  const isMeant = (peer: string): boolean => peer === id || peer === checkId || peer.endsWith(`/${id}`);
  const covering = rules.filter((rule) => everyAlso(rule).some(isMeant)).toSorted((a, b) => weight(a) - weight(b));
  if (covering.length > 0) return covering.map(page).join(`\n${"─".repeat(60)}\n\n`);
  const refused = refusedPeers.find((peer) => isMeant(peer.id));
  return refused === undefined ? ofPod(isMeant) : `${refused.id}: no rule covers it, on purpose\n\n${refused.why}\n`;
}

/** Text for another tool's pod check without an equivalent rule. */
function ofPod(isMeant: (id: string) => boolean): string | undefined {
  for (const { peer, rows } of podChecks)
    for (const [name, asks, instead] of rows) {
      const id = `${peer}/${name}`;
      if (instead === undefined || !isMeant(id)) continue;
      const about = `${id} (${asks})`;
      if ("by" in instead) return `${about} is reported among other things by ${instead.by.join(", ")}\n`;
      return "refused" in instead
        ? `${about}: no rule covers it, on purpose\n\n${instead.refused}\n`
        : `${about}: no rule covers it yet\n\n${instead.lacks}\n`;
    }
  return undefined;
}

const fixes = ["safe", "proven", "suggested", "none"];

function weight({ severity, fix }: Rule): number {
  return severities.indexOf(severity) * fixes.length + fixes.indexOf(fix);
}

function page(rule: Rule): string {
  const request = requestText(rule);
  const spoken = rule.needs.includes("containers") ? [`Speaks of: ${dialectTitles(rule).join(", ")}`] : [];
  const premises = rule.premise === undefined ? [] : [premiseText(rule.premise)];
  const ids = everyAlso(rule);
  const also = ids.length > 0 ? [`Also:   ${ids.join(", ")}`] : [];
  return [
    rule.title,
    `${rule.id}   ${rule.severity}   fix: ${rule.fix}`,
    "",
    rule.why,
    "",
    ...(request === undefined ? [] : [request, ""]),
    ...spoken,
    ...premises,
    ...also,
    ...rule.examples.flatMap(exampleText),
    ...(rule.fix === "safe" ? ["", `Why this is safe: ${whySafeText(rule.whySafe)}`] : []),
    "",
  ].join("\n");
}

function requestText({ onRequest, casesOnRequest }: Rule): string | undefined {
  const requestHint = "with --all, or a severity in hullproof.yaml.";
  if (onRequest !== undefined) return `Speaks only on request (${onRequest}): ${requestHint}`;
  return casesOnRequest && `Only on request: ${casesOnRequest.cases} (${casesOnRequest.reason}), ${requestHint}`;
}

function exampleText(example: Pick<Example, "bad" | "good"> | CustomExample): string[] {
  const [bad, good] = [example.bad, example.good].map((source) =>
    typeof source === "string" ? source : JSON.stringify(source, undefined, 2),
  );
  return ["", "Found:", ...indent(bad), "", "Instead:", ...indent(good)];
}

function indent(text = ""): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `    ${line}`);
}

export function listRules(format: string, customRules: readonly RuleText[] = []): string {
  if (format === "json") {
    const rows = rules.map(({ id, title, severity, fix, needs, also, onRequest, casesOnRequest }) => ({
      id,
      title,
      severity,
      fix,
      needs,
      also,
      ...(onRequest !== undefined && { onRequest }),
      ...(casesOnRequest !== undefined && { casesOnRequest }),
    }));
    const yours = customRules.map(({ rule, title, severity }) => ({
      id: rule,
      title,
      severity,
      fix: "none",
      yours: true,
    }));
    return `${JSON.stringify([...rows, ...yours], undefined, 2)}\n`;
  }
  const width = Math.max(
    ...[...rules.map(({ id }) => id), ...customRules.map(({ rule }) => rule)].map((id) => id.length),
  );
  const row = ({
    id,
    severity,
    fix,
    title,
    onRequest,
  }: Pick<Rule, "id" | "severity" | "fix" | "title" | "onRequest">) =>
    `  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${fix.padEnd(9)}  ${title}${onRequest === undefined ? "" : " (on request)"}`;
  const yours = customRules.map(({ rule, severity, title }) => row({ id: rule, severity, fix: "none", title }));
  return practices
    .flatMap((practice) => {
      const practiceRules = rules.filter(({ id }) => id.startsWith(`${practice}/`));
      return practiceRules.length > 0 ? [practice, ...practiceRules.map(row), ""] : [];
    })
    .concat(yours.length > 0 ? ["rules of your own", ...yours, ""] : [])
    .join("\n");
}
