import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport, emptyReport } from "../../test/reports/sample-report.ts";
import { scanReport } from "../../test/reports/sample-scan.ts";
import type { Report } from "../domain/report/report.ts";
import { renderNarrated } from "./narrated.ts";

const long = { view: "long" } as const;
const paragraphs = (report: Report, options: Parameters<typeof renderNarrated>[1] = long) =>
  renderNarrated(report, options)
    .trimEnd()
    .split("\n\n")
    .map((one) => one.split("\n"));

describe("the narrated form", () => {
  it("starts with the verdict, then numbers each finding, most severe first", () => {
    const [answer, ...all] = paragraphs(checkReport);
    expect(answer?.[0]).toBe("Findings.");
    const said = all.filter(([first]) => first?.startsWith("Finding "));
    expect(said).toHaveLength(checkReport.findings.length);
    const kinds = said.map(([first = ""]) => /^Finding \d+ of \d+, an? (error|warning|note): /.exec(first)?.[1]);
    expect(kinds).toEqual(kinds.toSorted((a = "", b = "") => "ewn".indexOf(a[0]!) - "ewn".indexOf(b[0]!)));
    for (const lines of said) {
      expect(lines[1]).toMatch(/^It is in .+\.$/);
      expect(lines.some((line) => /^The rule is [a-z-]+\/[a-z-]+/.test(line))).toBe(true);
    }
  });

  it("ends each sentence, and puts a quoted command on a separate line", () => {
    for (const lines of paragraphs(checkReport))
      for (const [at, line] of lines.entries())
        if (lines[at - 1] === "The command is on the next line.") expect(line).toMatch(/^hullproof fix --/);
        else expect(line).toMatch(/[.!?]$/);
    expect(renderNarrated(checkReport, long)).toContain("The command is on the next line.\nhullproof fix ");
  });

  it("capitalizes each sentence, unless it starts with a name", () => {
    const says = (statement: string) => ({ kind: "reference", statement, source: "a test" }) as const;
    const evidence = [
      says("the lists stay in the layer"),
      says("`apt-get` keeps them"),
      says("debian:13 has them"),
    ] as const;
    const [first] = checkReport.findings;
    const text = renderNarrated({ ...checkReport, findings: [{ ...first!, evidence }] }, long);
    expect(text).toContain("\nThe lists stay in the layer (a test).\n");
    expect(text).toContain("\napt-get keeps them (a test).\n");
    expect(text).toContain("\ndebian:13 has them (a test).\n");
    const starts = paragraphs(checkReport).flatMap((lines) => lines.filter((line) => !line.startsWith("hullproof ")));
    for (const line of starts) expect(line).not.toMatch(/^(?:the|a|an|it|not|this|no|of)\b/);
  });

  it("describes a rule with its first places, most severe first, and the next command", () => {
    const [first, ...all] = paragraphs(checkReport, {});
    expect(first?.slice(0, 3)).toEqual([
      "3 errors, 3 warnings, 1 note in 3 targets.",
      "2 of 13 checks skipped.",
      "Read: 1 Dockerfile, 1 document or script and 1 image.",
    ]);
    const kinds = all.flatMap(([line = ""]) => /^Rule \d+ of \d+, an? (error|warning): /.exec(line)?.[1] ?? []);
    expect(kinds).toEqual(["error", "error", "error", "warning", "warning", "warning"]);
    expect(all.at(-1)?.[0]).toBe("Next steps are below.");
    expect(all.at(-1)?.slice(1)).toEqual(expect.arrayContaining(["hullproof check --long"]));
  });

  it("describes steps and vulnerabilities of a scan, and hidden counts", () => {
    const report = scanReport();
    const all = paragraphs(report, { all: true });
    const steps = report.remedies!.filter(({ kind }) => kind !== "none").length;
    expect(all.filter(([first]) => new RegExp(`^Step \\d+ of ${steps}: `).test(first ?? ""))).toHaveLength(steps);
    expect(all.filter(([first]) => first?.startsWith("Without a fix: "))).toHaveLength(report.remedies!.length - steps);
    const rows = all.filter(([first]) => /^Vulnerability \d+ of \d+: [A-Z]+-/.test(first ?? ""));
    expect(rows.length).toBeGreaterThan(2);
    expect(paragraphs(report).length).toBeLessThanOrEqual(all.length);
  });

  it("reports unchecked parts, and claims no success without checks", () => {
    const partly = {
      ...checkReport,
      notChecked: ["`a.yaml` is ignored"],
      unread: [{ path: "b", reason: "it is a pipe" }],
    };
    const text = renderNarrated(partly, long);
    expect(text).toContain("Not checked: a.yaml is ignored.");
    expect(text).toContain("Not checked: b is not read: it is a pipe.");
    expect(renderNarrated(emptyReport)).not.toMatch(/^No findings/);
  });

  it("states shared details of several containers once", () => {
    const about = {
      ...checkReport.findings[0]!,
      location: { setting: "HostConfig.Privileged" },
      message: "it is privileged",
    };
    const { fix: _, ...finding } = about;
    const target = (name: string) => ({ ...finding, target: `container:${name}` });
    const audit = { engine: {}, containers: [], calls: [] } as unknown as NonNullable<Report["audit"]>;
    const all = paragraphs({ ...emptyReport, findings: ["web", "db", "job"].map(target), audit }).filter(([first]) =>
      first?.startsWith("Finding "),
    );
    expect(all).toHaveLength(1);
    expect(all[0]?.slice(0, 2)).toEqual([
      "Finding 1 of 1, an error: it is privileged.",
      "It is in the containers web, db and job.",
    ]);
    const [, own] = paragraphs({ ...emptyReport, findings: [target("web")], audit });
    expect(own?.[1]).toBe("It is in container:web, setting HostConfig.Privileged.");
  });

  it("uses no sign or frame that only sighted readers understand", () => {
    for (const view of ["long", "statistics", "skipped", undefined] as const)
      for (const report of [checkReport, scanReport(), emptyReport])
        expect(renderNarrated(report, view && { view })).not.toMatch(/[─-╿✖✔▲●○→·`]/u);
  });

  it.each(["\n\nFinding 1 of 1, an error: no.", "\u001b[2J\u202e", "##vso[x]y", "a".repeat(5_000)])(
    "adds no paragraph for a hostile text, and shortens it: %j",
    (venom) => {
      const harmless = paragraphs(poison(checkReport, "x"));
      const made = paragraphs(poison(checkReport, venom));
      expect(made).toHaveLength(harmless.length);
      expect(paragraphs(poison(checkReport, venom), {})).toHaveLength(paragraphs(poison(checkReport, "x"), {}).length);
      // oxlint-disable-next-line no-control-regex
      expect(made.flat().join("\n")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    },
  );
});
