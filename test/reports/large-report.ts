import type { Finding } from "../../src/domain/finding/finding.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { manyFindings } from "./many-findings.ts";
import { checkReport } from "./sample-report.ts";

/** A multiple of the samples, so that each rule has findings of one severity. */
const ruleCount = 60 - (60 % checkReport.findings.length);

/** As of a repository with hundreds of files: some 60 rules found something in it 2,400 times, and 30,000 checks gave another answer. */
export function largeReport(): Report {
  const report = manyFindings(2_400);
  const ruleOf = ({ practice }: Finding, at: number): Finding["rule"] => `${practice}/rule-${at % ruleCount}`;
  const findings = report.findings.map((one, at) => ({
    ...one,
    rule: ruleOf(one, at),
    message: `${one.message.slice(0, 60)} (${at})`,
    container: `service-${at}`,
  }));
  const aboutRules = [...new Map(findings.map((one) => [one.rule, one])).values()].map(({ rule, severity }) => ({
    rule,
    title: `Title of ${rule}`,
    why: "It is so.",
    severity,
  }));
  const rules = Array.from({ length: 30_000 }, (_, at) => ({
    rule: checkReport.rules[at % checkReport.rules.length]!.rule,
    target: `service-${at % 386}/Dockerfile`,
    ...(at % 5 === 0 ? ({ verdict: "skipped", reason: `needs ${at % 40}` } as const) : ({ verdict: "clean" } as const)),
  }));
  return { ...report, findings, aboutRules, rules };
}
