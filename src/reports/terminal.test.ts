import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport, emptyReport, hardenReport } from "../../test/reports/sample-report.ts";
import type { Finding } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { renderTerminal } from "./terminal.ts";
import { displayWidth } from "./terminal/display-width.ts";

const plain = (report: Report, width = 80) => renderTerminal(report, { colour: false, width, view: "long" });
const summary = (report: Report, width = 80) => renderTerminal(report, { colour: false, width });
const { harden: _harden, ...learnReport } = hardenReport;
const inspectReport: Report = { ...emptyReport, image: hardenReport.image! };
const all = { checkReport, hardenReport, learnReport, inspectReport, emptyReport };

/** Lines other than the command to copy, which is never wrapped. */
const lines = (text: string) => text.replace(/── Run command [^]*?\n\n── /, "").split("\n");

/** A command stays whole, so that it can be copied. */
const isCommand = (line: string) => /^ *→ hullproof /.test(line);

describe("renderTerminal", () => {
  it("shows a finding with its place, rule, source, evidence and fix", () => {
    const text = plain(checkReport);
    expect(/── Base image [^]*?\n\n(?=── )/.exec(text)?.[0]).toMatchInlineSnapshot(`
      "── Base image ─────────────────────────────────────────────────────── 1 error ──

      ✖ error    python:3.8-slim is past its end of life: no security fixes since
                 2024-10-07
                 app/Dockerfile:1:6 · base-image/end-of-life · also trivy/AVD-EOL
                 1 │ FROM python:3.8-slim
                   │      ^^^^^^^^^^^^^^^
                   = Python 3.8 reached its end of life on 2024-10-07
                     (https://peps.python.org/pep-0569/)
                   → Move to python:3.13-slim (needs \`fix --proven\`)

      "
    `);
  });

  it("shows skipped and failed checks", () => {
    const text = plain(checkReport);
    expect(text).toContain(
      "✖ failed   TypeError: tag is undefined\n           vulnerabilities/old-scanner on app/DOCKER.md",
    );
    expect(text).toContain(
      "○ skipped  no image was given\n           secrets/key-in-image, secrets/password-in-image on",
    );
    for (const report of [hardenReport, learnReport]) {
      expect(plain(report)).toContain("! app/DOCKER.md: TypeError: tag is undefined (vulnerabilities/old-scanner)");
      expect(plain(report)).toContain("○ 2 of 13 checks skipped: --format json names them");
    }
  });

  it("shows before and after, one line each", () => {
    const text = plain(hardenReport);
    expect(text.slice(text.indexOf("── Before"), text.indexOf("── Run command"))).toMatchInlineSnapshot(`
      "── Before and after ────────────────────────────────────────────────────────────
                                  before                after
      Image
      ✔ Size                      160.0 MiB             113.0 MiB              −29 %
      ✔ Layers                    7                     4                         −3
      ✔ Wasted space              10.0 MiB              0 B                   −100 %
      ✔ Packages                  105                   98                        −7
      · Base image                python:3.8-slim       python:3.13-slim
      ✔ Base: pending updates     36                    2                        −34
      ✔ CVEs they fix             133                   4                       −129
      ✔ Pending updates           3                     0                         −3
      ✔ CVEs they fix             3                     0                         −3
      · Set-uid and set-gid files 2                     2
      Runtime
      · User                      1000:1000             10001:10001
      ✔ Capabilities              14                    2                        −12
      ✔ Root file system          writable              read-only
      ✔ Writable paths            all                   /tmp, /var/lib/app
      ✔ No new privileges         off                   on
      ✔ Memory limit              no limit              48.0 MiB
      ✔ CPU limit                 no limit              0.5
      ✔ PIDs limit                no limit              16

      "
    `);
  });

  it("reports unknown values", () => {
    const { before, after } = hardenReport.proof!;
    const { pendingUpdates: _, ...rest } = after!;
    const text = plain({ ...hardenReport, proof: { ...hardenReport.proof!, before: before!, after: rest } });
    expect(text).toMatch(/^\? Pending updates         +3 +not checked$/m);
  });

  it("is never clean after an incomplete check", () => {
    expect(plain(emptyReport)).toContain("? Not checked  No target was given or found.");
    const skipped = checkReport.rules.filter(({ verdict }) => verdict === "skipped");
    expect(plain({ ...checkReport, findings: [], rules: skipped })).toContain("? Not checked  No rule could answer.");
    const partly = checkReport.rules.filter(({ verdict }) => verdict !== "found");
    expect(plain({ ...checkReport, findings: [], rules: partly })).toContain(
      "? No findings  3 targets, but not everything could be read",
    );
    const clean = checkReport.rules.filter(({ verdict }) => verdict === "clean");
    expect(plain({ ...checkReport, findings: [], rules: clean })).toContain("✔ No findings  3 targets");
  });

  it("shows the breaking restriction if verify broke", () => {
    const verify = {
      ...hardenReport.harden!.verify,
      verdict: "breaks" as const,
      culprit: "tmpfs /tmp",
      detail: "GET /: 500",
    };
    const text = plain({ ...hardenReport, harden: { ...hardenReport.harden!, verify } });
    expect(text).toContain("✖ Broken");
    expect(text).toContain("tmpfs /tmp broke it. GET /: 500");
  });

  it("lists written files", () => {
    const files = [{ path: ".hullproof/report.html", what: "for a browser" }];
    expect(renderTerminal(hardenReport, { colour: false, width: 80, files })).toContain(
      "→ .hullproof/report.html  for a browser\n",
    );
  });

  it.each([40, 50, 80, 120, 400])("keeps every line within %d columns", (width) => {
    const limit = Math.min(width, 120);
    for (const [name, report] of Object.entries(all)) {
      for (const line of lines(plain(report, width)).concat(lines(summary(report, width))))
        if (!isCommand(line)) expect(displayWidth(line), `${name}: ${line}`).toBeLessThanOrEqual(limit);
    }
  });

  it("keeps its columns with wide, long and hostile text", () => {
    for (const venom of ["漢字テスト", "e\u0301\u0301", "👩‍👩‍👧", "x".repeat(5000)]) {
      for (const line of [...lines(plain(poison(hardenReport, venom))), ...lines(summary(poison(checkReport, venom)))])
        if (!isCommand(line)) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    }
  });

  it("escapes control characters", () => {
    const venom = "\u001b[2J\u001b]0;owned\u0007\u009b1m\u202e\u0000\r\b";
    for (const report of Object.values(all)) {
      const text = plain(poison(report, venom)) + summary(poison(report, venom));
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    expect(plain(poison(checkReport, venom))).toContain(String.raw`\x1b[2J`);
  });

  it("colors only on request, without changing the text", () => {
    for (const report of Object.values(all)) {
      for (const view of ["long", "statistics", "skipped", undefined] as const) {
        const options = { width: 80, ...(view && { view }) };
        const painted = renderTerminal(report, { ...options, colour: true });
        expect(painted).toContain("\u001b[");
        expect(stripVTControlCharacters(painted)).toBe(renderTerminal(report, { ...options, colour: false }));
      }
    }
  });
});

it("lists six of many rules that failed for one reason", () => {
  const rules: Report["rules"] = Array.from({ length: 40 }, (_, at) => ({
    rule: `build/rule-${10 + at}`,
    target: "Dockerfile",
    verdict: "skipped",
    reason: "not built here",
  }));
  const text = plain({ ...checkReport, rules }).replaceAll(/\s+/g, " ");
  expect(text).toContain("build/rule-15 and 34 more rules (--format json names them) on Dockerfile");
  expect(text).not.toContain("build/rule-16");
});

it("puts the most severe finding last, followed only by the verdict", () => {
  const [finding] = checkReport.findings;
  if (finding === undefined) throw new Error("the report of check has no finding");
  const of = (severity: Finding["severity"], practice: Finding["practice"], message: string): Finding => ({
    ...finding,
    severity,
    practice,
    message,
  });
  const findings = [
    of("error", "base-image", "first error"),
    of("info", "base-image", "first note"),
    of("warning", "limits", "a warning"),
    of("info", "build", "last note"),
  ];
  const rules: Report["rules"] = [{ rule: "build/a", target: "Dockerfile", verdict: "skipped", reason: "not known" }];
  const text = plain({ ...checkReport, findings, rules });
  const at = ["not known", "last note", "a warning", "first note", "first error", "── Result"].map((part) =>
    text.indexOf(part),
  );
  expect(at).not.toContain(-1);
  expect(at.toSorted((a, b) => a - b)).toEqual(at);
  expect(text.slice(at.at(-1)).split("\n").length).toBeLessThan(6);
});
