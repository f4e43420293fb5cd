import type { Finding, RuleResult } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { sortedVulnerabilities, type VulnerabilityRow } from "./content/vulnerability-rows.ts";
import { evidenceText, placeText } from "./content/place.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { escapeReport } from "./content/escape-report.ts";
import { unreadTexts } from "./content/unanswered.ts";
import { xmlText } from "./content/xml-text.ts";
import type { Format, RenderOptions } from "./format.ts";

export default {
  name: "junit",
  title: "JUnit XML, for test reports of CI systems",
  suits: ["check", "scan", "audit"],
  syntax: "markup",
  render: renderJunit,
} satisfies Format;

interface Case {
  readonly group: string;
  readonly name: string;
  readonly outcome?: {
    readonly tag: "failure" | "error" | "skipped";
    readonly message: string;
    readonly text?: string;
  };
}

/**
 * One suite per target: a case for each rule on it, and for each vulnerability of a scan. Clean passes; a finding
 * fails, whatever its severity; skipped has its reason; a failed rule is an error. There is no standard: this is the
 * common subset of Jenkins, GitLab and GitHub's readers.
 */
export function renderJunit(report: Report, options: Pick<RenderOptions, "all"> = {}): string {
  const safe = withoutSummaries(escapeReport(report));
  const suites = [
    ...safe.targets.map(({ id, name }) => ({ name, cases: rulesOf(safe, id) })),
    ...(safe.remedies === undefined
      ? unreadSuite(safe)
      : [
          {
            name: `${safe.targets[0]?.name ?? ""}: vulnerabilities`,
            cases: vulnerabilitiesOf(safe, options.all === true),
          },
        ]),
  ];
  const cases = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="hullproof" ${counts(cases, ["failure", "error"])}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${xmlText(name)}" ${counts(cases, ["failure", "error", "skipped"])}>`,
      ...cases.flatMap(caseLines),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function unreadSuite(report: Report): { readonly name: string; readonly cases: Case[] }[] {
  const { unread = [], notChecked = [] } = report;
  const cases = [
    ...unread.map(({ path, reason }): Case => ({
      group: "not read",
      name: path,
      outcome: { tag: "error", message: reason },
    })),
    ...notChecked.map((message, index): Case => ({
      group: "not checked",
      name: `part ${index + 1}`,
      outcome: { tag: "skipped", message },
    })),
  ];
  return cases.length === 0 ? [] : [{ name: "not checked", cases }];
}

function rulesOf(report: Report, target: string): Case[] {
  return report.rules
    .filter((result) => result.target === target)
    .flatMap((result) =>
      caseOf(
        result,
        report.findings.filter((one) => one.target === target && one.rule === result.rule),
      ),
    );
}

function caseOf({ rule, verdict, reason = "" }: RuleResult, findings: readonly Finding[]): readonly Case[] {
  const [group = "", ...rest] = rule.split("/");
  const base = { group, name: rest.join("/") };
  if (verdict === "failed") return [{ ...base, outcome: { tag: "error", message: reason } }];
  if (verdict === "skipped") return [{ ...base, outcome: { tag: "skipped", message: reason } }];
  const [first] = findings;
  if (verdict === "clean") return [base];
  // A scan lists the findings of such a rule as vulnerabilities.
  if (first === undefined) return [];
  if (findings.every(({ state }) => state === "same"))
    return [{ ...base, outcome: { tag: "skipped", message: `in the baseline: ${first.message}` } }];
  const text = findings.map(({ severity, message, location, evidence }) =>
    [
      `${severity}: ${message}`,
      `  ${placeText(location)}`,
      ...evidence.map((item) => {
        const { says, quote } = evidenceText(item);
        return `  ${says}${quote === undefined ? "" : `: ${quote}`}`;
      }),
    ].join("\n"),
  );
  const countSuffix = findings.length > 1 ? ` and ${findings.length - 1} more` : "";
  return [{ ...base, outcome: { tag: "failure", message: `${first.message}${countSuffix}`, text: text.join("\n") } }];
}

function vulnerabilitiesOf(report: Report, withNegligible: boolean): Case[] {
  const { shown, suppressed } = sortedVulnerabilities(report, withNegligible);
  const unread = unreadTexts(report).map((message, index): Case => ({
    group: "not checked",
    name: `part ${index + 1}`,
    outcome: { tag: "skipped", message },
  }));
  return [
    ...shown.map(vulnerabilityCase),
    ...suppressed.filter((row) => row.suppressed?.by !== "vendor").map(vulnerabilityCase),
    ...unread,
  ];
}

function vulnerabilityCase({
  id,
  severity,
  severitySource,
  names,
  installed,
  fix,
  marks,
  title,
  place,
  suppressed,
  state,
}: VulnerabilityRow): Case {
  const base = { group: `${names.join(", ")} ${installed}`, name: `[${severity}] ${id}` };
  if (suppressed !== undefined)
    return { ...base, outcome: { tag: "skipped", message: `${suppressed.reason} (${suppressed.where})` } };
  const fixedIn = "version" in fix ? `fixed in ${fix.version}` : fix.none;
  if (state === "same") return { ...base, outcome: { tag: "skipped", message: `in the baseline: ${fixedIn}` } };
  const text = [title, place, `severity of ${severitySource}`, ...marks].filter((one) => one !== "").join("\n");
  return { ...base, outcome: { tag: "failure", message: fixedIn, text } };
}

const countNames = { failure: "failures", error: "errors", skipped: "skipped" } as const;

/** Jenkins' schema has no `skipped` for all suites together. */
function counts(cases: readonly Case[], tags: readonly (keyof typeof countNames)[]): string {
  const of = (tag: string) => cases.filter(({ outcome }) => outcome?.tag === tag).length;
  return [`tests="${cases.length}"`, ...tags.map((tag) => `${countNames[tag]}="${of(tag)}"`)].join(" ");
}

function caseLines({ group, name, outcome }: Case): string[] {
  const start = `    <testcase classname="${xmlText(group)}" name="${xmlText(name)}"`;
  if (outcome === undefined) return [`${start}/>`];
  const { tag, message, text } = outcome;
  const body = text === undefined ? "/>" : `>${xmlText(text)}</${tag}>`;
  return [`${start}>`, `      <${tag} message="${xmlText(message)}"${body}`, "    </testcase>"];
}
