import { describe, expect, it } from "vitest";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import type { Finding, RuleResult } from "../../domain/finding/finding.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import { compareReports } from "./compare.ts";
import { comparable, comparableVulnerability, type EarlierReport } from "./earlier-report.ts";

const around = { today: "2026-11-28", exists: () => true };

function inText(
  rule: Finding["rule"],
  line: number,
  source: string,
  message = "it is wrong",
  file = "Dockerfile",
): Finding {
  const location = { file, startLine: line, startColumn: 1, endLine: line, endColumn: 9 };
  const evidence = [{ kind: "source" as const, location, text: source }];
  return { rule, practice: "build", severity: "error", message, target: file, location, also: [], evidence };
}

function inImage(rule: Finding["rule"], target: string, location: Finding["location"], message: string): Finding {
  return { rule, practice: "non-root", severity: "warning", message, target, location, also: [], evidence: [] };
}

const text: Target = { id: "Dockerfile", kind: "dockerfile", name: "Dockerfile" };
const image = (name: string): Target => ({ id: name, kind: "image", name });

function report(targets: readonly Target[], findings: readonly Finding[], rules: readonly RuleResult[] = []): Report {
  const found = findings.map(({ rule, target }): RuleResult => ({ rule, target, verdict: "found" }));
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version: "0" },
    targets,
    rules: [...found, ...rules],
    findings,
  };
}

function earlier({ targets, findings, vulnerabilities = [] }: Report): EarlierReport {
  return {
    file: "base.json",
    kind: "report",
    targets,
    findings: findings.map((one) => comparable(one, targets)),
    vulnerabilities: vulnerabilities.map((one) => comparableVulnerability(one, targets)),
  };
}

const statesOf = ({ findings }: Report) => findings.map(({ state }) => state);
const compared = (before: Report, now: Report, exists = () => true) =>
  compareReports(now, earlier(before), { ...around, exists });

describe("an equal finding", () => {
  it.each<[string, Finding, Finding]>([
    ["it moved", inText("build/a", 3, "RUN x"), inText("build/a", 90, "RUN x")],
    [
      "its indentation and line ends changed",
      inText("build/a", 3, "RUN x \\\n  y"),
      inText("build/a", 3, "RUN x \\\r\n\ty"),
    ],
    [
      "the instruction was edited and the problem is the same",
      inText("build/a", 3, "RUN x"),
      inText("build/a", 3, "RUN x y"),
    ],
    [
      "its message contains a number",
      inText("build/a", 3, "FROM x", "36 updates"),
      inText("build/a", 4, "FROM x", "40 updates"),
    ],
    [
      "the file has another path",
      inText("build/a", 3, "RUN x"),
      inText("build/a", 3, "RUN x", "it is wrong", "./Dockerfile"),
    ],
  ])("matches where %s", (_, before, now) => {
    expect(statesOf(compared(report([text], [before]), report([text], [now])))).toEqual(["same"]);
  });

  it.each<[string, string]>([
    ["another tag", "ghcr.io:5000/team/app:1.1"],
    ["a digest", `ghcr.io:5000/team/app@sha256:${"0".repeat(64)}`],
    ["no tag", "ghcr.io:5000/team/app"],
  ])("matches in an image with %s, despite other layer numbers in its message", (_, name) => {
    const old = "ghcr.io:5000/team/app:1.0";
    const before = inImage("non-root/setuid", old, { layer: 2, path: "/bin/su" }, `${old}: /bin/su in layer 2`);
    const now = inImage("non-root/setuid", name, { layer: 4, path: "/bin/su" }, `${name}: /bin/su in layer 4`);
    expect(statesOf(compared(report([image(old)], [before]), report([image(name)], [now])))).toEqual(["same"]);
  });
});

describe("a new finding", () => {
  it.each<[string, readonly Finding[], readonly Finding[], readonly string[]]>([
    [
      "as a second one of the same text",
      [inText("build/a", 1, "RUN x")],
      [inText("build/a", 1, "RUN x"), inText("build/a", 2, "RUN x")],
      ["same", "new"],
    ],
    [
      "as the one of two with a new text",
      [inText("build/a", 1, "RUN x")],
      [inText("build/a", 1, "RUN y"), inText("build/a", 2, "RUN x")],
      ["new", "same"],
    ],
    [
      "in another file",
      [inText("build/a", 1, "RUN x")],
      [inText("build/a", 1, "RUN x", "it is wrong", "b/Dockerfile")],
      ["new"],
    ],
    ["of another rule", [inText("build/a", 1, "RUN x")], [inText("build/b", 1, "RUN x")], ["new"]],
    [
      "of another text and message",
      [inText("build/a", 1, "RUN x", "one")],
      [inText("build/a", 1, "RUN y", "two")],
      ["new"],
    ],
    [
      "in another service",
      [{ ...inText("build/a", 1, "a:"), container: "a" }],
      [{ ...inText("build/a", 1, "a:"), container: "b" }],
      ["new"],
    ],
    [
      "named like a property of every object",
      [],
      [inText("build/constructor", 1, "__proto__", "constructor")],
      ["new"],
    ],
  ])("%s", (_, before, now, states) => {
    expect(statesOf(compared(report([text], before), report([text], now)))).toEqual(states);
  });

  it("is new in an image of another name", () => {
    const finding = (name: string) => inImage("non-root/setuid", name, { setting: "Config.User" }, "root");
    const before = report([image("team/app:1")], [finding("team/app:1")]);
    expect(statesOf(compared(before, report([image("team/web:1")], [finding("team/web:1")])))).toEqual(["new"]);
  });
});

describe("a past finding", () => {
  const before = report([text], [inText("build/a", 1, "RUN x")]);
  it.each<[string, RuleResult[], boolean, string | undefined]>([
    [
      "is fixed where its rule is clean",
      [{ rule: "build/a", target: "Dockerfile", verdict: "clean" }],
      true,
      undefined,
    ],
    ["is fixed where the file is gone", [], false, undefined],
    ["is not where nothing was asked", [], true, "not checked this time"],
    [
      "is not where the rule failed",
      [{ rule: "build/a", target: "Dockerfile", verdict: "failed", reason: "TypeError" }],
      true,
      "TypeError",
    ],
    [
      "is not where it is suppressed",
      [{ rule: "build/a", target: "Dockerfile", verdict: "skipped", reason: "1 ignored: so" }],
      true,
      "1 ignored: so",
    ],
  ])("%s", (_, rules, exists, why) => {
    const { baseline } = compared(before, report([text], [], rules), () => exists);
    expect(baseline?.fixed.map(({ rule }) => rule)).toEqual(why === undefined ? ["build/a"] : []);
    expect(baseline?.notCompared.map((one) => one.why)).toEqual(why === undefined ? [] : [why]);
  });
});

it("is compared within its target, for a merged Compose file and for an image with another tag", () => {
  const over = inText("build/a", 1, "a:", "it is wrong", "compose.override.yaml");
  const project: Target = { id: "compose.yaml", kind: "compose", name: "compose.yaml + compose.override.yaml" };
  const clean = (target: string): RuleResult => ({ rule: "build/a", target, verdict: "clean" });
  const gone = compared(
    report([project], [{ ...over, target: "compose.yaml" }]),
    report([project], [], [clean("compose.yaml")]),
  );
  expect(gone.baseline).toMatchObject({ fixed: [{ place: "compose.override.yaml" }], notCompared: [] });
  const inOld = inImage("build/a", "team/app:1", { layer: 1, path: "/a b/c d" }, "x");
  const now = report([image("team/app:2"), image("team/app2:1")], [], [clean("team/app:2")]);
  expect(compared(report([image("team/app:1")], [inOld]), now).baseline?.fixed).toHaveLength(1);
  const other = report([image("team/app2:1")], [], [clean("team/app2:1")]);
  expect(compared(report([image("team/app:1")], [inOld]), other).baseline?.notCompared).toHaveLength(1);
});

describe("vulnerabilities", () => {
  const vulnerability = (id: string, more: Partial<Vulnerability> = {}): Vulnerability => ({
    id,
    aliases: [],
    purl: "pkg:deb/debian/openssl@3.0.1?arch=amd64",
    name: "openssl",
    installed: "3.0.1",
    status: "affected",
    severity: "high",
    severitySource: "none",
    sources: [],
    layer: 0,
    path: "var/lib/dpkg/status",
    evidence: "x",
    ...more,
  });
  const scan = (name: string, vulnerabilities: readonly Vulnerability[]): Report => ({
    ...report([image(name)], []),
    vulnerabilities,
    remedies: [],
    advisories: { gaps: [], sources: [] } as unknown as NonNullable<Report["advisories"]>,
  });
  const states = (before: readonly Vulnerability[], now: readonly Vulnerability[]) =>
    (compared(scan("app:1", before), scan("app:2", now)).vulnerabilities ?? []).map(({ state }) => state);

  it.each<[string, readonly Vulnerability[], readonly Vulnerability[], readonly (string | undefined)[]]>([
    [
      "same where the path names another version",
      [vulnerability("CVE-1", { installed: "2.10", path: "site-packages/jinja2-2.10.dist-info/METADATA" })],
      [vulnerability("CVE-1", { installed: "2.11", path: "site-packages/jinja2-2.11.dist-info/METADATA" })],
      ["same"],
    ],
    [
      "same in a newer version",
      [vulnerability("CVE-1")],
      [vulnerability("CVE-1", { purl: "pkg:deb/debian/openssl@3.0.2", layer: 3 })],
      ["same"],
    ],
    [
      "same under another name",
      [vulnerability("GHSA-1", { aliases: ["CVE-1"] })],
      [vulnerability("CVE-1", { aliases: ["GHSA-1"] })],
      ["same"],
    ],
    [
      "new in another package",
      [vulnerability("CVE-1")],
      [vulnerability("CVE-1", { purl: "pkg:deb/debian/curl@1" })],
      ["new"],
    ],
    [
      "new in a second path",
      [vulnerability("CVE-1")],
      [vulnerability("CVE-1"), vulnerability("CVE-1", { path: "b" })],
      ["same", "new"],
    ],
    [
      "neither where it is suppressed",
      [],
      [vulnerability("CVE-1", { suppressed: { by: "vex", reason: "no", where: "x" } })],
      [undefined],
    ],
  ])("are %s", (_, before, now, expected) => expect(states(before, now)).toEqual(expected));

  it("are fixed only where all were checked", () => {
    const [before, now] = [scan("app:1", [vulnerability("CVE-1")]), scan("app:2", [])];
    expect(compared(before, now).baseline?.fixed).toHaveLength(1);
    const { advisories: _, ...without } = now;
    expect(compared(before, without).baseline?.notCompared.map(({ why }) => why)).toEqual([
      "no advisories were asked this time",
    ]);
    const partly = compareReports(now, earlier(before), { ...around, partly: "it may be left out by --in-use" });
    expect(partly.baseline?.fixed).toEqual([]);
  });
});

it("accepts 25,000 equal findings", () => {
  const many = Array.from({ length: 25_000 }, (_, line) => inText("build/a", line + 1, "RUN x"));
  const { baseline } = compared(report([text], many), report([text], many));
  expect(baseline).toMatchObject({ new: 0, same: 25_000 });
  const results = Array.from({ length: 25_000 }, (_, at): RuleResult => ({
    rule: "build/a",
    target: `${at}/Dockerfile`,
    verdict: "clean",
  }));
  expect(compared(report([text], many), report([text], [], results)).baseline?.notCompared).toHaveLength(25_000);
});
