import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { differencesOf } from "../scripts/compare-reports/differences.ts";
import { normalizeReport } from "../scripts/compare-reports/normalize.ts";
import type { Report } from "../src/domain/report/report.ts";
import { renderJson } from "../src/reports/json.ts";
import { checkReport } from "./reports/sample-report.ts";

const versionOne = readFileSync(join(import.meta.dirname, "reports/version-1/check.json"), "utf8");
const compared = (after: Report) => differencesOf(normalizeReport(versionOne), normalizeReport(renderJson(after)));
const [first, ...others] = checkReport.findings;

it("finds no difference between versions 1 and 2 of one report", () => {
  expect(compared(checkReport)).toEqual({ wrong: [], texts: [] });
});

it("lists a changed text once", () => {
  const findings = checkReport.findings.map((finding) => ({ ...finding, message: "Another text" }));
  const { wrong, texts } = compared({ ...checkReport, findings });
  expect(wrong).toEqual([]);
  expect(texts).toContainEqual({ key: "message", before: first?.message, after: "Another text" });
});

it.each<[string, Report]>([
  ["a missing finding", { ...checkReport, findings: others }],
  ["another severity", { ...checkReport, findings: [{ ...first!, severity: "info" }, ...others] }],
  ["another verdict", { ...checkReport, rules: checkReport.rules.map((one) => ({ ...one, verdict: "failed" })) }],
  ["a missing result", { ...checkReport, rules: checkReport.rules.slice(1) }],
])("reports %s", (_, after) => {
  expect(compared(after).wrong).not.toEqual([]);
});
