// A scan in the formats for people.
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vulnerability, hostileScan, scanReport } from "../../test/reports/sample-scan.ts";
import type { Report } from "../domain/report/report.ts";
import { renderHtml } from "./html.ts";
import { toDocument } from "./content/rule-results.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";
import { renderTerminal } from "./terminal.ts";
import { displayWidth } from "./terminal/display-width.ts";

/** Text outside of code: spans and fenced blocks end with as many ticks as they start with. */
const outside = (markdown: string) => markdown.replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");
const terminal = (report: Report, more = {}) => renderTerminal(report, { colour: false, width: 80, ...more });

describe("a scan on a terminal", () => {
  it("ends with ranked steps and the verdict", () => {
    const text = terminal(scanReport());
    const order = [
      "── Vulnerabilities",
      "── Suppressed",
      "── Advisory sources",
      "── What to do",
      "── No fix available",
      "\n! ",
      "── Result",
    ];
    const places = order.map((title) => text.indexOf(title));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.slice(text.indexOf("1. "), text.indexOf("2. "))).toMatchInlineSnapshot(`
      "1. Rebuild on a newer docker.io/library/python:3.13-slim: 2 packages came with
         it
         removes 2 vulnerabilities: 1 critical, 1 low; 1 of them exploited
         $ docker build --pull --no-cache .
         libssl3 3.0.11-1~deb12u1 → 3.0.13-1~deb12u1
         openssl 3.0.11-1~deb12u1 → 3.0.13-1~deb12u1
         │ of the base, since layer 0 is the lowest that holds packages of the
           distribution
         │ while no newer base is out: RUN apt-get update && apt-get install -y
           --only-upgrade libssl3 openssl

      "
    `);
    expect(text).toContain(
      "✖ Findings  7 vulnerabilities: 1 critical, 2 high, 2 medium, 1 low, 1\n            negligible, 1 exploited\n",
    );
  });

  it("counts negligible vulnerabilities, and lists them with --all", () => {
    expect(terminal(scanReport())).not.toContain("CVE-2010-4756");
    expect(terminal(scanReport())).toContain("1 negligible one only counted, --all lists it");
    expect(terminal(scanReport(), { all: true })).toContain("CVE-2010-4756");
  });

  it("groups vulnerabilities without details", () => {
    const told = ["CVE-1", "CVE-2", "CVE-3"].map((id) => vulnerability({ id, summary: "", severity: "unknown" }));
    const text = terminal(scanReport(told));
    expect(text).toContain(
      "? unknown    3 vulnerabilities libssl3 3.0.11-1~deb12u1 → 3.0.13-1~deb12u1\n             CVE-1, CVE-2, CVE-3\n",
    );
  });

  it.each([50, 80, 120])("stays within %i columns for any text, except for commands", (width) => {
    for (const venom of ["\u001b[2J", "長".repeat(60), "x".repeat(200), "\n\n"]) {
      const text = terminal(hostileScan(venom), { width });
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      const long = text.split("\n").filter((line) => displayWidth(line) > width && !/^\s*\$ /.test(line));
      expect(long).toEqual([]);
    }
  });
});

describe("the verdict of a scan", () => {
  const answer = (report: Report) => terminal(report).split("── Result")[1] ?? "";
  const { advisories: _, notChecked: __, crossCheck: ___, ...bare } = scanReport([]);
  const asked = { ...bare, advisories: { date: "2026-11-20", sources: [], gaps: [] } };

  it("is clean only if everything was checked", () => {
    expect(answer(asked)).toContain("✔ Clean  No vulnerabilities are known as of 2026-11-20");
    expect(answer({ ...asked, notChecked: ["vulnerabilities of 2 packages"] })).toContain("? Partly checked");
  });
  it("is never clean without advisories", () => {
    expect(answer(bare)).toContain("? Not checked");
    expect(answer(bare)).not.toContain("Clean");
  });
});

describe("a scan in other formats", () => {
  it("prints JSON that matches the published schema", () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const valid = ajv.compile(
      JSON.parse(readFileSync(join(import.meta.dirname, "../../docs/schema/report.schema.json"), "utf8")) as object,
    );
    expect(valid(JSON.parse(renderJson(scanReport()))), JSON.stringify(valid.errors)).toBe(true);
    expect(JSON.parse(renderJson(scanReport()))).toEqual(toDocument(scanReport()));
  });

  it.each([`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "' onload='"])(
    "escapes elements in HTML: %j",
    (venom) => {
      const tags = (page: string) => [...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, name]) => name);
      const page = renderHtml(hostileScan(venom));
      expect(tags(page)).toEqual(tags(renderHtml(hostileScan("x"))));
      expect(page.match(/ on[a-z]+="/g)).toBeNull();
    },
  );

  it.each(["\n# owned\n", "<img src=x>", "| a | b |", "[x](http://evil.example)", "@everyone", "```\n"])(
    "escapes Markdown: %j",
    (venom) => {
      const text = renderMarkdown(hostileScan(venom));
      const headings = (markdown: string) =>
        outside(markdown)
          .split("\n")
          .filter((line) => /^#+ /.test(line)).length;
      expect(headings(text)).toBe(headings(renderMarkdown(scanReport())));
      expect(outside(text)).not.toMatch(/<img|(?<!\\)\]\(http|@e/);
    },
  );

  it("has scored SARIF rules, and fingerprints independent of versions and tags", () => {
    const [run] = JSON.parse(renderSarif(scanReport())).runs;
    const { rules } = run.tool.driver;
    const ids = rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { ruleId, ruleIndex } of run.results) expect(ids[ruleIndex]).toBe(ruleId);
    const rule = rules.find(({ id }: { id: string }) => id === "CVE-2024-2001");
    expect(rule).toMatchObject({
      helpUri: "https://www.cve.org/CVERecord?id=CVE-2024-2001",
      properties: { "security-severity": "9.8" },
    });
    const prints = (report: Report) =>
      JSON.parse(renderSarif(report)).runs[0].results.map(
        (one: { partialFingerprints: object }) => one.partialFingerprints,
      );
    const newer = scanReport([
      vulnerability({ purl: "pkg:deb/debian/libssl3@3.0.12-1?arch=amd64", installed: "3.0.12-1" }),
    ]);
    expect(prints(newer)).toEqual(prints(scanReport([vulnerability()])));
    // GitHub shows a suppressed result as open.
    expect(run.results.some(({ ruleId }: { ruleId: string }) => ruleId === "CVE-2024-2003")).toBe(false);
  });

  const sarifOf = (report: Report) => JSON.parse(renderSarif(report)).runs[0].results;

  it("reports a SARIF vulnerability once per place, below the image's path", () => {
    const results = sarifOf(
      scanReport([
        vulnerability(),
        vulnerability({ purl: "pkg:deb/debian/openssl@3.1-1", name: "openssl", installed: "3.1-1", layer: 2 }),
        vulnerability({
          purl: "pkg:npm/lodash@4.17.20",
          name: "lodash",
          installed: "4.17.20",
          path: "/app/package-lock.json",
        }),
      ]),
    );
    const [first, second] = results.filter(({ ruleId }: { ruleId: string }) => ruleId === "CVE-2024-1001");
    expect(first.message.text).toMatch(/^CVE-2024-1001 in libssl3 3\.0\.11-1~deb12u1, .*; in openssl 3\.1-1, /);
    expect(first.locations[0].physicalLocation.artifactLocation.uri).toBe(
      "image/registry.example/app/var/lib/dpkg/status",
    );
    expect(first.locations[0].logicalLocations).toHaveLength(2);
    expect(first.properties.packages).toHaveLength(2);
    expect(second.locations[0].physicalLocation.artifactLocation.uri).toBe(
      "image/registry.example/app/app/package-lock.json",
    );
  });

  it("keeps the SARIF fingerprint when a package joins or a path changes its version", () => {
    const prints = (all: Parameters<typeof scanReport>[0]) =>
      sarifOf(scanReport(all)).flatMap(
        ({ ruleId, partialFingerprints: print }: { ruleId: string; partialFingerprints: object }) =>
          ruleId === "CVE-2024-1001" ? [print] : [],
      );
    const openssl = vulnerability({ purl: "pkg:deb/debian/openssl@3.1-1", name: "openssl", installed: "3.1-1" });
    expect(prints([openssl, vulnerability()])).toEqual(prints([vulnerability()]));
    const jinja = (installed: string) =>
      vulnerability({
        purl: `pkg:pypi/jinja2@${installed}`,
        name: "jinja2",
        installed,
        path: `/site-packages/jinja2-${installed}.dist-info/METADATA`,
      });
    expect(prints([jinja("2.10")])).toEqual(prints([jinja("2.10.1")]));
    expect(prints([jinja("2.10"), jinja("2.11")])).toHaveLength(2);
  });

  it("reports a partly known SARIF vulnerability as updated", () => {
    const [result] = sarifOf(
      scanReport([
        vulnerability({ state: "same" }),
        vulnerability({ name: "openssl", purl: "pkg:deb/debian/openssl@1", state: "new" }),
      ]),
    ).filter(({ ruleId }: { ruleId: string }) => ruleId === "CVE-2024-1001");
    expect(result.baselineState).toBe("updated");
  });
});
