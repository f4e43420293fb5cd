import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport, emptyReport, hardenReport } from "../../test/reports/sample-report.ts";
import { inspectReport } from "../../test/reports/sample-full-image.ts";
import { inspections } from "../../test/reports/sample-inspections.ts";
import type { Report } from "../domain/report/report.ts";
import { toDocument } from "./content/rule-results.ts";
import { renderJson } from "./json.ts";

const schema: object = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../docs/schema/report.schema.json"), "utf8"),
);
const validate = new Ajv2020({ allErrors: true }).compile(schema);

/** Every object with reversed keys, recursively. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => reversed(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]: [string, unknown]) => [key, reversed(item)]),
  ) as T;
}

describe("renderJson", () => {
  it.each([
    ["check", checkReport],
    ["harden", hardenReport],
    ["empty", emptyReport],
    ...inspections.map((inspection) => [inspection.kind, { ...inspectReport, inspection }] as const),
    ["hostile", poison(hardenReport, "\u001b[2J</script>]]>\ud800")],
  ] as const)("prints the %s report with grouped results, valid against the published schema", (_, report) => {
    const text = renderJson(report);
    const parsed: unknown = JSON.parse(text);
    expect(parsed).toEqual(JSON.parse(JSON.stringify(toDocument(report))));
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("returns equal bytes for any key order", () => {
    expect(renderJson(reversed(hardenReport))).toBe(renderJson(hardenReport));
  });

  it("drops keys outside of the schema", () => {
    const extended = {
      ...checkReport,
      secret: 1,
      targets: checkReport.targets.map((one) => ({ ...one, extra: true })),
    };
    expect(renderJson(extended)).toBe(renderJson(checkReport));
  });

  it("throws on values that JSON cannot represent", () => {
    const broken: Report = {
      ...hardenReport,
      proof: { ...hardenReport.proof!, trials: [{ ...hardenReport.proof!.trials[0]!, ms: Number.NaN }] },
    };
    expect(() => renderJson(broken)).toThrow();
  });
});

describe("docs/schema/report.schema.json", () => {
  it("rejects an unknown key, a finding without evidence kind and a wrong practice", () => {
    const report = JSON.parse(renderJson(checkReport));
    expect(validate({ ...report, more: 1 })).toBe(false);
    expect(validate({ ...report, findings: [{ ...report.findings[0], evidence: [{ text: "x" }] }] })).toBe(false);
    expect(validate({ ...report, findings: [{ ...report.findings[0], practice: "luck" }] })).toBe(false);
  });
});
