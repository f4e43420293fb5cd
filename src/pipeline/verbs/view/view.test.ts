import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { manyFiles } from "../../../../test/reports/many-files.ts";
import { inspectReport } from "../../../../test/reports/sample-full-image.ts";
import { checkReport, hardenReport } from "../../../../test/reports/sample-report.ts";
import { scanReport } from "../../../../test/reports/sample-scan.ts";
import type { ImageFiles } from "../../../domain/image/image-files.ts";
import { renderHtml } from "../../../reports/html.ts";
import { renderJson } from "../../../reports/json.ts";
import { pageOf } from "./page-of.ts";
import { readReport } from "./read-report.ts";

const cwd = mkdtempSync(join(tmpdir(), "hullproof-view-"));
afterAll(() => rmSync(cwd, { recursive: true }));
const put = (text: string, name = "report.json") => {
  writeFileSync(join(cwd, name), text);
  return name;
};
const context = { cwd, today: "2026-11-28" };
const withFiles = { ...inspectReport, files: [manyFiles(50, { used: true })] };

describe("view", () => {
  it.each([
    ["harden", hardenReport],
    ["check", checkReport],
    ["inspect", withFiles],
    ["scan", scanReport()],
  ] as const)("shows the content of the HTML report for a JSON report: %s", async (_, report) => {
    expect(await pageOf({ report: put(renderJson(report)) }, context)).toBe(renderHtml(report));
  });

  it("shows new, fixed and unchanged findings compared with another report", async () => {
    const [first, ...others] = checkReport.findings;
    const fewer = {
      ...checkReport,
      findings: others,
      rules: checkReport.rules.map((one) => (one.rule === first!.rule ? { ...one, verdict: "clean" as const } : one)),
    };
    const whole = put(renderJson(checkReport), "whole.json");
    const part = put(renderJson(fewer), "part.json");
    const better = await pageOf({ report: part, against: whole }, context);
    expect(better).toMatch(/0 new<\/span>\s*<span class="badge good">1 fixed/);
    expect(better).toContain(`${others.length} as before`);
    const worse = await pageOf({ report: whole, against: part }, context);
    expect(worse).toMatch(/1 new<\/span>\s*<span class="badge good">0 fixed/);
  });

  const files = withFiles.files[0]!;
  const bent = (changes: Partial<ImageFiles>) => JSON.stringify({ ...withFiles, files: [{ ...files, ...changes }] });
  it.each([
    ["not JSON", "{"],
    ["an empty file", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["another program's", '{"version":"2.1.0","runs":[]}'],
    ["a later version", JSON.stringify({ ...checkReport, schemaVersion: 2 })],
    ["findings that are no list", JSON.stringify({ ...checkReport, findings: {} })],
    ["a text where a number is", JSON.stringify(checkReport).replace('"startLine":1', '"startLine":"<script>"')],
    ["a prototype", `{"__proto__":${JSON.stringify(checkReport)}}`],
    ["folders in a circle", bent({ parents: files.parents.map((_, row) => (row === 1 ? 2 : row === 2 ? 1 : 0)) })],
    ["a folder that is its own", bent({ parents: files.parents.map((parent, row) => (row === 3 ? 3 : parent)) })],
    ["paths beyond the table", bent({ paths: files.paths.map(() => 1_000_000) })],
    ["layers beyond the list", bent({ layer: files.layer.map(() => 9) })],
    ["packages beyond the list", bent({ owned: files.owned.map(() => 9) })],
    ["columns of other lengths", bent({ bytes: [1] })],
    ["names of other lengths", bent({ names: [""] })],
  ])("refuses %s", async (_, text) => {
    await expect(readReport(put(text), cwd)).rejects.toMatchObject({ code: "bad-usage" });
  });

  it("accepts a model of any depth, which no page shows", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const report = await readReport(put(`${JSON.stringify(checkReport).slice(0, -1)},"compose":{"x":${deep}}}`), cwd);
    expect(report.findings).toHaveLength(checkReport.findings.length);
  });

  it("names a missing file", async () => {
    await expect(readReport("nowhere.json", cwd)).rejects.toMatchObject({ code: "no-such-file" });
  });
});
