import { describe, expect, it } from "vitest";
import { vulnerability, scanReport } from "../../test/reports/sample-scan.ts";
import { failsScan } from "./scan-fails.ts";

describe("failsScan", () => {
  it.each([
    ["critical", "critical", true],
    ["critical", "high", false],
    ["high", "high", true],
    ["medium", "unknown", true],
    ["high", "unknown", false],
    ["low", "negligible", false],
  ] as const)("--fail-on %s, a vulnerability of %s: %s", (failOn, severity, expected) => {
    expect(failsScan(scanReport([vulnerability({ severity })]), failOn)).toBe(expected);
  });

  it("accepts severities of findings like every verb", () => {
    expect(failsScan(scanReport([vulnerability({ severity: "high" })]), "error")).toBe(true);
    expect(failsScan(scanReport([vulnerability({ severity: "medium" })]), "error")).toBe(false);
    expect(failsScan(scanReport([vulnerability({ severity: "medium" })]), "warning")).toBe(true);
    expect(failsScan(scanReport([vulnerability({ severity: "critical" })]), "never")).toBe(false);
  });

  it("ignores suppressed vulnerabilities", () => {
    const suppressed = { by: "vex", reason: "x", where: "y" } as const;
    expect(failsScan(scanReport([vulnerability({ severity: "critical", suppressed })]), "low")).toBe(false);
  });

  it("fails past the end of life, regardless of vulnerabilities", () => {
    const report = scanReport([]);
    const ended = {
      ...report,
      findings: [{ ...scanReport().findings[0]!, rule: "base-image/os-end-of-life", severity: "error" }],
    } as typeof report;
    expect(failsScan(ended, "critical")).toBe(true);
  });
});
