import { describe, expect, it } from "vitest";
import { checkReport } from "../../test/reports/sample-report.ts";
import type { Finding } from "../domain/finding/finding.ts";
import { renderCodequality } from "./codequality.ts";

const read = (report: typeof checkReport) =>
  JSON.parse(renderCodequality(report)) as {
    readonly description: string;
    readonly check_name: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }[];

describe("renderCodequality", () => {
  it("contains GitLab's required fields, and reports unchecked parts", () => {
    const all = read(checkReport);
    for (const one of all) {
      expect(Object.keys(one)).toEqual(["description", "check_name", "fingerprint", "severity", "location"]);
      expect(["info", "minor", "major", "critical", "blocker"]).toContain(one.severity);
      expect(one.location.path).not.toMatch(/^\.?\//);
    }
    expect(all[0]).toMatchObject({ check_name: "base-image/end-of-life", location: { lines: { begin: 1 } } });
    expect(all.filter(({ check_name: name }) => name === "not-checked").length).toBeGreaterThan(0);
  });

  it("keeps fingerprints when lines move", () => {
    const [first] = checkReport.findings as readonly [Finding];
    const twice = { ...checkReport, findings: [...checkReport.findings, first] };
    const prints = read(twice).map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    const moved = twice.findings.map((one): Finding =>
      "file" in one.location
        ? {
            ...one,
            location: { ...one.location, startLine: one.location.startLine + 7, endLine: one.location.endLine + 7 },
          }
        : one,
    );
    expect(read({ ...twice, findings: moved }).map(({ fingerprint }) => fingerprint)).toEqual(prints);
  });
});
