import { expect, it } from "vitest";
import type { Finding, RuleResult, Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { acceptFindings } from "./accept.ts";
import { compareReports } from "./compare.ts";
import { acceptedShape, ofEntry } from "./read-baseline.ts";

const wish = { reason: "known", until: "2027-01-01", today: "2026-11-28", errors: false, exists: () => true };

function finding(rule: Finding["rule"], severity: Severity, line: number, source: string): Finding {
  const location = { file: "Dockerfile", startLine: line, startColumn: 1, endLine: line, endColumn: 9 };
  const evidence = [{ kind: "source" as const, location, text: source }];
  return {
    rule,
    practice: "build",
    severity,
    message: "it is wrong",
    target: "Dockerfile",
    location,
    also: [],
    evidence,
  };
}

function report(findings: readonly Finding[], rules: readonly RuleResult[] = []): Report {
  const found = findings.map(({ rule, target }): RuleResult => ({ rule, target, verdict: "found" }));
  const targets = [{ id: "Dockerfile", kind: "dockerfile" as const, name: "Dockerfile" }];
  return {
    schemaVersion: 2,
    tool: { name: "hullproof", version: "0" },
    targets,
    rules: [...found, ...rules],
    findings,
  };
}

/** The list as parsed from its file. */
const read = (list: unknown) => acceptedShape.parse(JSON.parse(JSON.stringify(list))).findings.flatMap(ofEntry);

it("excludes errors, and counts equal findings", () => {
  const now = report([
    finding("build/a", "warning", 1, "RUN x"),
    finding("build/a", "warning", 2, "RUN x"),
    finding("build/b", "error", 3, "RUN y"),
  ]);
  const { list, added, left } = acceptFindings(now, [], wish);
  expect({ added, left }).toEqual({ added: 2, left: 1 });
  expect(list.findings).toEqual([
    {
      file: "Dockerfile",
      rule: "build/a",
      severity: "warning",
      message: "it is wrong",
      source: "RUN x",
      count: 2,
      reason: "known",
      since: "2026-11-28",
      until: "2027-01-01",
    },
  ]);
  expect(acceptFindings(now, [], { ...wish, errors: true }).added).toBe(3);
});

it("keeps accepted findings with reason and date, drops fixed and expired ones, and keeps those that were not checked", () => {
  const first = acceptFindings(
    report([
      finding("build/a", "warning", 1, "RUN x"),
      finding("build/b", "info", 2, "RUN y"),
      finding("build/c", "info", 3, "RUN z"),
    ]),
    [],
    wish,
  );
  const now = report(
    [finding("build/a", "warning", 7, "RUN x"), finding("build/d", "info", 8, "RUN new")],
    [{ rule: "build/b", target: "Dockerfile", verdict: "clean" }],
  );
  const second = acceptFindings(now, read(first.list), {
    ...wish,
    reason: "later",
    today: "2026-12-01",
    until: "2027-02-02",
  });
  expect({ added: second.added, kept: second.kept, dropped: second.dropped }).toEqual({
    added: 1,
    kept: 2,
    dropped: 1,
  });
  expect(second.list.findings.map(({ rule, reason, since }) => [rule, reason, since])).toEqual([
    ["build/a", "known", "2026-11-28"],
    ["build/c", "known", "2026-11-28"],
    ["build/d", "later", "2026-12-01"],
  ]);
  const third = acceptFindings(now, read(first.list), { ...wish, today: "2027-03-01", until: "2027-04-01" });
  expect(third.list.findings.map(({ since }) => since)).toEqual(["2027-03-01", "2027-03-01"]);
});

it("counts a finding as new after its last day", () => {
  const now = report([finding("build/a", "warning", 1, "RUN x")]);
  const findings = read(acceptFindings(now, [], wish).list);
  const earlier = { file: "b.json", kind: "accepted" as const, targets: [], findings, vulnerabilities: [] };
  const on = (today: string) => compareReports(now, earlier, { today, exists: () => true });
  expect(on("2027-01-01").findings[0]).toMatchObject({
    state: "same",
    accepted: { reason: "known", until: "2027-01-01" },
  });
  expect(on("2027-01-02").findings[0]?.state).toBe("new");
  expect(on("2027-01-02").baseline?.expired).toHaveLength(1);
});
