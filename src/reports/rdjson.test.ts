import { describe, expect, it } from "vitest";
import { checkReport } from "../../test/reports/sample-report.ts";
import { renderRdjson } from "./rdjson.ts";

describe("renderRdjson", () => {
  it("has a diagnostic per finding with line numbers, and one for unchecked parts", () => {
    const { source, diagnostics } = JSON.parse(renderRdjson(checkReport));
    expect(source).toEqual({ name: "hullproof" });
    expect(diagnostics[0]).toEqual({
      message: checkReport.findings[0]!.message,
      location: { path: "app/Dockerfile", range: { start: { line: 1 }, end: { line: 1 } } },
      severity: "ERROR",
      code: { value: "base-image/end-of-life" },
    });
    const own = diagnostics.filter(({ code }: { code: { value: string } }) => code.value !== "not-checked");
    expect(own).toHaveLength(checkReport.findings.length);
    expect(diagnostics.length).toBeGreaterThan(own.length);
  });
});
