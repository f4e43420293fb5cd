import type { Finding } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { compareText } from "../text/compare-text.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { aboutText } from "./content/about-text.ts";
import { unanswered, unreadTexts } from "./content/unanswered.ts";
import type { Format } from "./format.ts";
import { baselineStates, lineFingerprints, sarifPlace, type Fingerprints } from "./sarif/locations.ts";
import { sarifFixes } from "./sarif/fixes.ts";
import { levels, ruleDescriptor } from "./sarif/rule-descriptors.ts";
import { vulnerabilityResults, vulnerabilityRules } from "./sarif/vulnerability-results.ts";

export default {
  name: "sarif",
  title: "SARIF 2.1.0, for code scanning",
  suits: ["check", "scan", "harden", "audit"],
  syntax: "json",
  render: renderSarif,
} satisfies Format;

/** GitHub takes no run with more. What is missing counts as fixed there, so nothing else is ever cut. */
const mostResults = 25_000;

/**
 * One run in SARIF 2.1.0. Each result has a place in a file, since code scanning rejects a log in which one has none. Rules that were skipped or
 * failed are tool notifications. Vulnerabilities that someone set aside are left out: GitHub shows suppressed results as open.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
export function renderSarif(report: Report): string {
  const { tool, rules, targets, aboutRules = [] } = report;
  const { findings } = withoutSummaries(report);
  const broken = rules.flatMap(({ rule, verdict }) => (verdict === "failed" ? [rule] : []));
  const ids = [...new Set([...findings.map(({ rule }) => rule), ...broken])].sort(compareText);
  const texts = new Map(aboutRules.map((text) => [text.rule, text]));
  // Those of a `check` are reported by findings; a scan lists each by itself.
  const open = (report.vulnerabilities ?? []).filter(({ suppressed }) => suppressed === undefined);
  const flaws = report.remedies === undefined ? [] : open;
  const own = vulnerabilityRules(flaws);
  const places = new Map(own.map(({ id }, index) => [id, ids.length + index]));
  const fingerprints = lineFingerprints();
  const results = [
    ...findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule), report, fingerprints)),
    ...vulnerabilityResults(flaws, targets[0], (id) => places.get(id) ?? -1, fingerprints),
  ];
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
            rules: [...ids.map((id) => ruleDescriptor(texts.get(id) ?? nameless(id), findings)), ...own],
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: (report.unread ?? []).length === 0 && broken.length === 0,
            toolExecutionNotifications: notifications(report, results.length - mostResults),
          },
        ],
        results: results.slice(0, mostResults),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A report that says nothing about a rule: its id is what there is to tell. */
function nameless(rule: Finding["rule"]) {
  return { rule, title: rule, why: rule, severity: "warning" as const };
}

function resultOf(finding: Finding, ruleIndex: number, report: Report, fingerprints: Fingerprints) {
  const { rule, severity, message, target, evidence, fix, state, accepted } = finding;
  const { title, applicability } = fix ?? {};
  const { locations, identity } = sarifPlace(finding, report);
  return {
    ruleId: rule,
    ruleIndex,
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

function notifications(report: Report, cut: number) {
  const rules = unanswered(report.rules).map(({ verdict, reason, rules: ids, targets }) => ({
    level: verdict === "failed" ? "error" : "note",
    message: { text: `${verdict}: ${reason} (${ids.join(", ")})` },
    properties: { rules: ids, targets },
  }));
  const parts = [...(report.harden?.notChecked ?? []), ...unreadTexts(report)].map((text) => ({
    level: "note",
    message: { text: `not checked: ${text}` },
  }));
  const left = `${cut} results are left out: code scanning takes ${mostResults} a run. \`--format json\` has them all.`;
  return [...rules, ...parts, ...(cut > 0 ? [{ level: "error", message: { text: left } }] : [])];
}
