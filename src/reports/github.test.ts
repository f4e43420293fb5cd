import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport } from "../../test/reports/sample-report.ts";
import { hostileScan, scanReport } from "../../test/reports/sample-scan.ts";
import { renderGithub } from "./github.ts";

/** Parses a line like the runner: a command, its properties, its text. https://github.com/actions/toolkit */
const form = /^::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\n\r]*)(?:,[a-zA-Z]+=[^,:\n\r]*)*)::([^\n\r]*)$/;
const lines = (text: string) => text.trimEnd().split("\n");

describe("renderGithub", () => {
  it.each([
    ["check", checkReport],
    ["scan", scanReport()],
  ])("prints only commands for %s", (_, report) => {
    for (const line of lines(renderGithub(report))) expect(line).toMatch(form);
  });

  it("annotates lines of files, most severe first", () => {
    const all = lines(renderGithub(checkReport));
    expect(all[0]).toMatch(
      /^::error file=app\/Dockerfile,line=1,endLine=1,col=6,endColumn=21,title=base-image\/end-of-life::/,
    );
    const levels = all
      .slice(0, -2)
      .map((line) => ["error", "warning", "notice"].findIndex((level) => line.startsWith(`::${level} `)));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  });

  it("stays within GitHub's limits, and prints other results as plain log lines", () => {
    const [first] = checkReport.findings;
    if (first === undefined) throw new Error("the sample has no findings");
    const severities = ["error", "warning", "info"] as const;
    const findings = severities.flatMap((severity) =>
      Array.from({ length: 30 }, (_, at) => ({ ...first, severity, message: `${severity} ${at}\n::error::x` })),
    );
    const all = lines(renderGithub({ ...checkReport, findings }));
    const of = (level: string) => all.filter((line) => line.startsWith(`::${level} `)).length;
    expect([of("error"), of("warning"), of("notice")]).toEqual([10, 10, 10]);
    expect(all.filter((line) => !line.startsWith("::")).length).toBe(90 - 10 - 10 - 8);
    expect(all.filter((line) => /^error: .*error 29/.test(line))).toHaveLength(1);
    expect(all.at(-1)).toContain("62 more in the log");
  });

  it("has one annotation per remediation step, and reports unchecked parts", () => {
    const all = lines(renderGithub(scanReport()));
    expect(all.filter((line) => line.includes("::removes "))).toHaveLength(3);
    expect(all.at(-2)).toMatch(/^::notice title=Not checked::not checked: vulnerabilities of 2 conan packages/);
    expect(all.at(-1)).toMatch(/^::notice title=hullproof%3A Findings::7 vulnerabilities/);
  });

  it.each(["\n::error::owned", "\r\n::set-output name=a::b", "%0A::warning::x", ",file=/etc/passwd", "::"])(
    "escapes commands and properties in %j",
    (venom) => {
      for (const [report, poisoned] of [
        [checkReport, poison(checkReport, venom)],
        [scanReport(), hostileScan(venom)],
      ] as const) {
        const hostile = lines(renderGithub(poisoned));
        expect(hostile).toHaveLength(lines(renderGithub(report)).length);
        const keys = (line: string) =>
          form
            .exec(line)?.[2]
            ?.split(",")
            .map((pair) => pair.split("=")[0]);
        expect(hostile.map(keys)).toEqual(lines(renderGithub(report)).map(keys));
      }
    },
  );
});
