import type { Finding } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { compareText } from "../text/compare-text.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { aboutText } from "./content/about-text.ts";
import { joinRunConfiguration } from "./content/summary/run-configuration.ts";
import { unanswered, unreadTexts } from "./content/unanswered.ts";
import type { Format, RenderOptions } from "./format.ts";
import { baselineStates, lineFingerprints, sarifPlace, type Fingerprints } from "./sarif/locations.ts";
import { sarifFixes } from "./sarif/fixes.ts";
import { levels, ruleDescriptor } from "./sarif/rule-descriptors.ts";
import { vulnerabilityResults, vulnerabilityRules } from "./sarif/vulnerability-results.ts";
import { withinLimits } from "./sarif/within-limits.ts";

export default {
  name: "sarif",
  title: "SARIF 2.1.0, for code scanning",
  suits: ["check", "scan", "harden", "audit"],
  syntax: "json",
  render: renderSarif,
} satisfies Format;

/**
 * One run in SARIF 2.1.0. Each result has a place in a file, since code scanning rejects a log without one. Skipped
 * and failed rules are tool notifications. Suppressed vulnerabilities are omitted: GitHub shows suppressed results as
 * open. https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
export function renderSarif(report: Report, options: Pick<RenderOptions, "category" | "warn"> = {}): string {
  const { rules, targets, aboutRules = [] } = report;
  const findings = joinRunConfiguration(withoutSummaries(report).findings);
  const broken = rules.flatMap(({ rule, verdict }) => (verdict === "failed" ? [rule] : []));
  const texts = new Map(aboutRules.map((text) => [text.rule, text]));
  // Findings of a `check` cover them; a scan lists each separately.
  const open = (report.vulnerabilities ?? []).filter(({ suppressed }) => suppressed === undefined);
  const vulnerabilities = report.remedies === undefined ? [] : open;
  const fingerprints = lineFingerprints();
  const results = [
    ...findings.map((finding) => resultOf(finding, report, fingerprints)),
    ...vulnerabilityResults(vulnerabilities, targets[0], fingerprints),
  ];
  const { text, left } = withinLimits(results, (retained, without) => {
    const reportedRules = new Set<string>(retained.map(({ ruleId }) => ruleId));
    const ids = [
      ...new Set([...findings.map(({ rule }) => rule).filter((rule) => reportedRules.has(rule)), ...broken]),
    ];
    const descriptors = [
      ...ids.sort(compareText).map((id) => ruleDescriptor(texts.get(id) ?? nameless(id), findings)),
      ...vulnerabilityRules(vulnerabilities.filter(({ id }) => reportedRules.has(id))),
    ];
    return logOf(report, descriptors, retained, without, options);
  });
  if (left > 0) options.warn?.(leftText(left));
  return text;
}

function logOf(
  report: Report,
  rules: readonly { readonly id: string }[],
  results: readonly { readonly ruleId: string }[],
  omittedCount: number,
  { category }: Pick<RenderOptions, "category">,
): string {
  const { tool, unread = [] } = report;
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            fullDescription: { text: `Containers hardened, with proof. ${aboutText}` },
            rules,
          },
        },
        // The text after the last slash would be the id of one run.
        ...(category !== undefined && { automationDetails: { id: category.replace(/\/?$/, "/") } }),
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: unread.length === 0 && report.rules.every(({ verdict }) => verdict !== "failed"),
            toolExecutionNotifications: notifications(report, omittedCount),
          },
        ],
        results: results.map(({ ruleId, ...rest }) => ({ ruleId, ruleIndex: places.get(ruleId) ?? -1, ...rest })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A descriptor for a report without rule texts: only the id. */
function nameless(rule: Finding["rule"]) {
  return { rule, title: rule, why: rule, severity: "warning" as const };
}

function resultOf(finding: Finding, report: Report, fingerprints: Fingerprints) {
  const { rule, severity, message, target, evidence, fix, state, accepted } = finding;
  const { title, applicability } = fix ?? {};
  const { locations, identity } = sarifPlace(finding, report);
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: message },
    locations,
    ...fingerprints(identity),
    ...(state && { baselineState: baselineStates[state] }),
    ...sarifFixes(finding),
    properties: {
      target,
      evidence,
      ...(fix === undefined ? {} : { fix: { title, applicability } }),
      ...(accepted && { accepted }),
    },
  };
}

function notifications(report: Report, omittedCount: number) {
  const rules = unanswered(report.rules).map(({ verdict, reason, rules: ids, targets }) => ({
    level: verdict === "failed" ? "error" : "note",
    message: { text: `${verdict}: ${reason} (${ids.join(", ")})` },
    properties: { rules: ids, targets },
  }));
  const parts = [...(report.harden?.notChecked ?? []), ...unreadTexts(report)].map((text) => ({
    level: "note",
    message: { text: `not checked: ${text}` },
  }));
  return [
    ...rules,
    ...parts,
    ...(omittedCount > 0 ? [{ level: "error", message: { text: leftText(omittedCount) } }] : []),
  ];
}

function leftText(omittedCount: number): string {
  return `${omittedCount} results are left out of the SARIF log, the least severe: code scanning takes 25,000 a run and 10 MB. \`--format json\` has them all.`;
}
