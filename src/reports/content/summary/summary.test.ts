import { describe, expect, it } from "vitest";
import type { Finding, Severity } from "../../../domain/finding/finding.ts";
import type { RuleId } from "../../../domain/finding/practice.ts";
import { runConfigurationRules } from "../../../domain/finding/run-configuration.ts";
import type { Report, TargetKind } from "../../../domain/report/report.ts";
import { renderAgent } from "../../agent.ts";
import { renderMarkdown } from "../../markdown.ts";
import { renderNarrated } from "../../narrated.ts";
import { renderTerminal } from "../../terminal.ts";
import { displayWidth } from "../../terminal/display-width.ts";
import { invocationOf } from "./invocation.ts";
import { joinRunConfiguration } from "./run-configuration.ts";
import { clausesWithin } from "./rule-groups.ts";
import { summarize } from "./summary.ts";

function finding(rule: string, severity: Severity, file: string, line: number, more: Partial<Finding> = {}): Finding {
  const location = { file, startLine: line, startColumn: 1, endLine: line, endColumn: 9 };
  return {
    rule: rule as RuleId,
    practice: "build",
    severity,
    message: `${rule} is wrong: change it`,
    target: file,
    location,
    also: [],
    evidence: [{ kind: "source", location, text: `RUN line ${line}` }],
    ...more,
  };
}

const many = (count: number, rule: string, severity: Severity, file = "Dockerfile") =>
  Array.from({ length: count }, (_, at) => finding(rule, severity, file, at + 1));

function report(findings: readonly Finding[], files = 3, more: Partial<Report> = {}): Report {
  const targets = Array.from({ length: files }, (_, at) => {
    const name = at === 0 ? "Dockerfile" : `${at}/Dockerfile`;
    return { id: name, name, kind: "dockerfile" as TargetKind };
  });
  return {
    schemaVersion: 2,
    tool: { name: "hullproof", version: "1" },
    targets,
    rules: [{ rule: "build/a", target: "Dockerfile", verdict: findings.length > 0 ? "found" : "clean" }],
    aboutRules: [...new Set(findings.map(({ rule }) => rule))].map((rule) => ({
      rule,
      title: `Title of ${rule}`,
      why: "",
      severity: "warning",
    })),
    findings,
    ...more,
  };
}

const terminal = (one: Report, width = 100) => renderTerminal(one, { colour: false, width });
const lines = (one: Report, width?: number) => terminal(one, width).trimEnd().split("\n");

describe("the summary of a check", () => {
  it("lists two places of a warning and four of an error, and counts the others by file", () => {
    const warnings = [...many(3, "build/w", "warning", "b"), ...many(2, "build/w", "warning", "c")];
    const { groups } = summarize(report([...many(9, "build/e", "error"), ...warnings]));
    expect(groups.map(({ rule, listed }) => [rule, listed.length])).toEqual([
      ["build/w", 2],
      ["build/e", 4],
    ]);
    expect(terminal(report([...many(9, "build/e", "error"), ...warnings]))).toContain("  and 3 more in c (2), b (1)\n");
  });

  it("lists one more place instead of a line that counts one", () => {
    const { groups } = summarize(report([...many(3, "build/w", "warning"), ...many(5, "build/e", "error")]));
    expect(groups.map(({ listed }) => listed.length)).toEqual([3, 5]);
  });

  it("shows the message of a single finding, and the title of a rule with several", () => {
    const { groups } = summarize(report([...many(1, "build/a", "error"), ...many(2, "build/b", "error")]));
    expect(groups.map(({ title }) => title)).toEqual(["build/a is wrong: change it", "Title of build/b"]);
  });

  it.each([
    [3, 40],
    [60, 40],
    [61, 110],
    [3_000, 110],
  ])("shows %d files in at most %d lines, for any findings", (files, limit) => {
    const findings = Array.from({ length: 20 }, (_, at) => [
      ...many(at * 7 + 1, `build/w${at}`, "warning"),
      ...many(at * 3 + 1, `build/e${at % 8}`, "error", `${at}/Dockerfile`),
      ...many(at + 1, `build/n${at}`, "info"),
    ]).flat();
    for (const width of [80, 100, 120])
      expect(lines(report(findings, files), width).length, `${width} columns`).toBeLessThanOrEqual(limit);
  });

  it("lists each rule with findings, even beyond one page", () => {
    const severities = ["error", "warning", "info"] as const;
    const findings = Array.from({ length: 150 }, (_, at) => many(9, `build/rule-${at}`, severities[at % 3]!)).flat();
    const one = report(findings);
    for (const text of [terminal(one), renderMarkdown(one), renderAgent(one), renderNarrated(one)])
      for (let at = 0; at < 150; at++) expect(text).toMatch(new RegExp(`build/rule-${at}(?![0-9])`));
    // If the heads alone exceed the budget, no places are listed.
    expect(terminal(one)).not.toContain("RUN line");
  });

  it("drops places of warnings before errors, and shows how to list dropped errors", () => {
    const warnings = Array.from({ length: 12 }, (_, at) => many(9, `build/w${at}`, "warning")).flat();
    const one = report([...warnings, ...many(9, "build/e", "error"), ...many(9, "build/f", "error")]);
    const { groups } = summarize(one);
    expect(groups.slice(-2).map(({ listed }) => listed.length)).toEqual([4, 4]);
    expect(groups.some(({ listed }) => listed.length === 0)).toBe(true);
    expect(lines(one).at(-1)).toMatch(/^→ hullproof check --long --severity error/);
    expect(lines(report(many(4, "build/e", "error"))).at(-1)).not.toContain("--severity");
  });

  it("puts the most severe last on a terminal, and first on a page", () => {
    const one = report([
      ...many(2, "build/e", "error"),
      ...many(2, "build/w", "warning"),
      ...many(2, "build/n", "info"),
    ]);
    const order = (text: string) => ["build/n", "build/w", "build/e"].map((rule) => text.indexOf(`${rule} `));
    const [n = 0, w = 0, e = 0] = order(terminal(one));
    expect([n < w, w < e]).toEqual([true, true]);
    for (const text of [renderMarkdown(one).replaceAll("`", " "), renderAgent(one)]) {
      const [, warning = 0, error = 0] = order(text);
      expect(error).toBeLessThan(warning);
    }
  });

  it("prints one green line below the files read if there are no findings", () => {
    const skipped = { rule: "build/b", target: "Dockerfile", verdict: "skipped", reason: "x" } as const;
    const clean = { rule: "build/a", target: "Dockerfile", verdict: "clean" } as const;
    const one = report([], 13, { rules: [clean, clean, skipped] });
    expect(terminal(one)).toBe("Read 13 Dockerfiles\n\n✔ No findings in 13 files · 1 of 3 checks skipped: --skipped\n");
    expect(renderTerminal(one, { colour: true, width: 80 })).toContain("\u001b[32m✔ ");
  });

  it.each([
    ["a file", { unread: [{ path: "a", reason: "it is a pipe" }] }, "! a is not read: it is a pipe"],
    ["a template", { notChecked: ["chart: not rendered"] }, "! chart: not rendered"],
    [
      "a rule",
      {
        rules: [
          { rule: "build/a", target: "Dockerfile", verdict: "failed", reason: "it broke" },
          { rule: "build/b", target: "Dockerfile", verdict: "clean" },
        ],
      },
      "! Dockerfile: it broke (build/a)",
    ],
  ] as const)("is not green where %s could not be read", (_, more, text) => {
    const one = report([], 2, more as Partial<Report>);
    expect(terminal(one)).toContain(text);
    expect(terminal(one)).toContain("? No findings in 2 files, but not everything could be read");
    expect(renderTerminal(one, { colour: true, width: 80 })).not.toContain("\u001b[32m");
  });

  it("lists five unreadable files, and points to the others", () => {
    const unread = Array.from({ length: 300 }, (_, at) => ({ path: `f${at}`, reason: "too large" }));
    const text = terminal(report([], 2, { unread }));
    expect(text.split("\n").filter((line) => line.startsWith("! "))).toHaveLength(6);
    expect(text).toContain("! 295 more: --skipped\n");
    expect(renderTerminal(report([], 2, { unread }), { colour: false, width: 80, view: "skipped" })).toContain("f299");
  });

  it.each(["\u001b[2J\u202e", "a\nb", "漢".repeat(300), `${"d/".repeat(400)}Dockerfile`, "👩‍👩‍👧".repeat(90), "`*<b>|"])(
    "keeps its lines and columns with the file name %j",
    (name) => {
      const findings = ["error", "warning"].flatMap((severity) =>
        many(9, `build/${severity}`, severity as Severity, name).map((one) => ({
          ...one,
          container: name,
          message: `${name} is wrong`,
          evidence: [{ kind: "setting" as const, pointer: name, value: name }],
        })),
      );
      const plain = lines(
        report(
          findings.map((one) => ({ ...one, target: "Dockerfile" })),
          3,
        ),
        80,
      );
      for (const line of plain) {
        if (!line.includes("→ hullproof")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
        // oxlint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }
      expect(plain.length).toBeLessThanOrEqual(40);
    },
  );

  it("cuts a path at its left end", () => {
    const file = `${"services/".repeat(20)}api/Dockerfile`;
    expect(terminal(report(many(2, "build/e", "error", file)), 80)).toMatch(
      /^ {2}….*services\/api\/Dockerfile:1 {2}RUN/m,
    );
  });

  it("shows whole clauses of a message if a file has no source line", () => {
    const fits = ({ length }: string) => length <= 30;
    expect(clausesWithin("USER is root: whoever breaks in, owns it", fits)).toBe("USER is root");
    expect(clausesWithin("short, and whole", fits)).toBe("short, and whole");
    expect(clausesWithin("x".repeat(60), fits)).toBe("");
  });
});

describe("the run configuration", () => {
  const rules = [...runConfigurationRules.keys()].slice(0, 6);
  const service = (file: string, line: number, container: string) =>
    rules.map((rule) => finding(rule, "info", file, line, { container, also: [`x/${rule}`] }));

  it("merges all containers into one block, and counts its findings as notes", () => {
    const findings = [
      ...service("compose.yaml", 3, "web"),
      ...service("compose.yaml", 9, "db"),
      ...service("b.yaml", 3, "web"),
    ];
    const { runConfiguration: block, notes, groups, result } = summarize(report(findings));
    expect(block?.headline).toBe("3 containers in 2 files run with the engine's defaults");
    expect(block?.lacks).toEqual([
      "memory limit 3",
      "PIDs limit 3",
      "CPU limit 3",
      "dropped capabilities 3",
      "no-new-privileges 3",
      "read-only root file system 3",
    ]);
    expect([notes, groups]).toEqual([[], []]);
    expect(result.text).toBe("18 notes in 2 of 3 files");
  });

  it("counts a pod without affected containers, and no container twice", () => {
    const pod = (line: number) =>
      ["capabilities/no-seccomp", "capabilities/token-mounted"].map((rule) => finding(rule, "info", "a.yaml", line));
    const one = (findings: readonly Finding[]) => summarize(report(findings)).runConfiguration?.headline;
    expect(one([...pod(1), ...pod(9)])).toBe("2 containers in 1 file run with the engine's defaults");
    expect(one([...pod(1), ...service("a.yaml", 5, "web")])).toBe(
      "1 container in 1 file runs with the engine's defaults",
    );
    expect(one([...pod(1), ...service("a.yaml", 5, "web"), ...service("a.yaml", 9, "log")])).toMatch(/^2 containers/);
  });

  it("shows a finding whose severity was raised separately", () => {
    const findings = service("compose.yaml", 3, "web").map((one, at) =>
      at === 0 ? { ...one, severity: "error" as const } : one,
    );
    const { runConfiguration: block, groups } = summarize(report(findings));
    expect(groups.map(({ rule }) => rule)).toEqual(["limits/no-memory"]);
    expect(block?.lacks).not.toContain("memory limit 1");
  });

  it("merges a container's findings into one result for programs", () => {
    const other = finding("build/a", "info", "compose.yaml", 3, { container: "web" });
    const raised = finding("limits/no-memory", "warning", "compose.yaml", 20, { container: "job" });
    const joined = joinRunConfiguration([
      ...service("compose.yaml", 3, "web"),
      ...service("compose.yaml", 9, "db"),
      other,
      raised,
    ]);
    expect(joined.map(({ rule, container }) => [rule, container])).toEqual([
      ["limits/no-memory", "web"],
      ["limits/no-memory", "db"],
      ["build/a", "web"],
      ["limits/no-memory", "job"],
    ]);
    for (const rule of rules) expect(joined[0]?.message).toContain(`(${rule})`);
    expect(joined[0]?.also).toEqual(rules.map((rule) => `x/${rule}`));
    expect(joinRunConfiguration([])).toEqual([]);
  });

  it("separates known from new findings", () => {
    const [first, ...rest] = service("compose.yaml", 3, "web");
    const joined = joinRunConfiguration([
      { ...first!, state: "new" },
      ...rest.map((one) => ({ ...one, state: "same" as const })),
    ]);
    expect(joined.map(({ state }) => state)).toEqual(["new", "same"]);
  });
});

describe("follow-up commands of a check", () => {
  it("repeats targets and relevant flags, quoted for a shell", () => {
    const flags = {
      config: "a b.yaml",
      enforce: ["secrets/*"],
      all: true,
      bases: "none",
      shellcheck: "auto",
      updates: "none",
    };
    const invocation = invocationOf("npx hullproof", ["-x", "it's"], flags);
    const { next } = summarize(report(many(2, "build/e", "error")), { invocation });
    expect(next).toEqual([
      String.raw`npx hullproof check --rule build/e --config 'a b.yaml' --enforce 'secrets/*' --all --bases none ./-x 'it'\''s'`,
      String.raw`npx hullproof check --long --config 'a b.yaml' --enforce 'secrets/*' --all --bases none ./-x 'it'\''s'`,
    ]);
  });
});
