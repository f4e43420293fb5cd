import { describe, expect, it } from "vitest";
import type { FileFix, FixReport, FixedFile } from "../domain/report/fix-report.ts";
import { effectText } from "./content/effect-text.ts";
import { renderFixDiff } from "./fix-diff.ts";
import { renderFixJson } from "./fix-schema.ts";
import { renderFixSummary } from "./fix-summary.ts";

const fix = (line: number, more: Partial<FileFix> = {}): FileFix => ({
  rule: `layers/r${line}`,
  title: `fix ${line}`,
  applicability: "proven",
  line,
  outcome: "applied",
  reason: "",
  ...more,
});
const report = (...files: Partial<FixedFile>[]): FixReport => ({
  schemaVersion: 2,
  tool: { name: "hullproof", version: "0" },
  files: files.map((file) => ({ file: "Dockerfile", changed: true, written: false, diff: "", fixes: [], ...file })),
});
const effect = { bytes: -36_071_014, layers: 0, packages: -12, seconds: -1.24, secondsNoise: 0.5, rules: [] };

describe("effectText", () => {
  it("shows signs for changes, and no time within the noise", () => {
    expect(effectText(effect)).toBe("-34.4 MiB, 0 layers, -12 packages, -1.2 s");
    expect(effectText({ ...effect, bytes: 0, layers: -1, packages: 1, seconds: 0.9 })).toBe(
      "0 B, -1 layer, +1 package, same time",
    );
    expect(effectText({ ...effect, bytes: 5, layers: 2, packages: 0, seconds: 3 })).toBe(
      "+5 B, +2 layers, 0 packages, +3.0 s",
    );
  });
});

describe("the summary", () => {
  it("prints each fix with its line, a shared effect once, and drops with reasons", () => {
    const shared = { effect, applicability: "safe" } as const;
    const text = renderFixSummary(
      report({
        fixes: [
          fix(9, { outcome: "dropped", reason: "does not build: line 9\nIts last lines" }),
          fix(7, shared),
          fix(3, shared),
          fix(4, { outcome: "not-tried", reason: "proven fixes were not asked for" }),
        ],
      }),
      { write: false, targets: ["."] },
    );
    expect(text).toBe(
      [
        "Dockerfile:3: layers/r3: fix 3: -34.4 MiB, 0 layers, -12 packages, -1.2 s",
        "Dockerfile:7: layers/r7: fix 7",
        "Dockerfile:9: layers/r9: fix 9: not applied: does not build: line 9",
        "    Its last lines",
        "Dockerfile: 1 more fix after a build that compares: hullproof fix --proven Dockerfile",
        "1 file would be fixed; --write does it.",
        "",
      ].join("\n"),
    );
  });

  it("reports proven fixes without a proof", () => {
    const fixes = [fix(3), fix(5, { applicability: "safe" }), fix(7), fix(9, { outcome: "dropped", reason: "no" })];
    expect(renderFixSummary(report({ fixes, written: true }), { write: true, targets: ["."] })).toBe(
      [
        "Dockerfile:3: layers/r3: fix 3: not proven: nothing was built",
        "Dockerfile:5: layers/r5: fix 5",
        "Dockerfile:7: layers/r7: fix 7: not proven: nothing was built",
        "Dockerfile:9: layers/r9: fix 9: not applied: no",
        "2 fixes not proven: nothing was built; --proven builds and compares.",
        "1 file fixed.",
        "",
      ].join("\n"),
    );
    const proof = { builds: [], mirrors: [], noise: [], behavior: "starts", trials: 2 };
    expect(renderFixSummary(report({ fixes, proof }), { write: true, targets: ["."] })).not.toContain("not proven");
  });

  it.each([
    [[{ changed: false }], false, "Nothing was fixed."],
    [[{ changed: false, error: "broken" }], true, "1 file could not be fixed."],
    [[{ written: true }, { written: true }, {}], true, "2 files fixed."],
  ] as const)("closes with what happened (%#)", (files, write, end) => {
    expect(
      renderFixSummary(report(...files), { write, targets: ["."] })
        .split("\n")
        .at(-2),
    ).toBe(end);
  });

  it("shows how to apply suggested fixes, once per rule", () => {
    const open = (rule: string) =>
      ({
        rule,
        title: "x",
        applicability: "suggested",
        line: 1,
        outcome: "not-tried",
        reason: "suggested fixes were not asked for",
      }) as const;
    const fixes = [open("limits/b"), open("limits/a"), open("limits/b")];
    expect(
      renderFixSummary(report({ file: "my compose.yaml", changed: false, fixes }), { write: false, targets: ["."] }),
    ).toBe(
      "my compose.yaml: 3 suggestions, to be looked at first: hullproof fix --suggested --rule limits/a --rule limits/b 'my compose.yaml'\nNothing was fixed.\n",
    );
  });

  it("shares one command among many files, and names five reasons of suggestions that no edit makes", () => {
    const untried = { line: 1, title: "x", outcome: "not-tried" } as const;
    const files = [1, 2, 3, 4, 5, 6].map((at) => ({
      file: `d${at}/Dockerfile`,
      changed: false,
      fixes: [
        fix(1, { ...untried, reason: "proven fixes were not asked for" }),
        fix(1, {
          ...untried,
          rule: `limits/r${at % 2}`,
          applicability: "suggested",
          reason: "suggested fixes were not asked for",
        }),
        fix(1, { ...untried, rule: "limits/json", applicability: "suggested", reason: "the file is JSON" }),
      ],
    }));
    const lines = (count: number) =>
      renderFixSummary(report(...files.slice(0, count)), { write: false, targets: ["a b", "c"] }).split("\n");
    expect(lines(6).slice(5)).toEqual([
      "1 suggestion more that no edit makes: --format json has the reasons",
      "6 more fixes in 6 files, one call for each file, after a build that compares: hullproof fix --proven d1/Dockerfile",
      "6 suggestions in 6 files, to be looked at first: hullproof fix --suggested --rule limits/r0 --rule limits/r1 'a b' c",
      "Nothing was fixed.",
      "",
    ]);
    expect(lines(5)).toHaveLength(5 + 5 + 5 + 2);
  });

  it("explains why a requested suggestion cannot be applied", () => {
    const reason = "the file is JSON; write it by hand for service web";
    const fix = {
      rule: "limits/a",
      title: "x",
      applicability: "suggested",
      line: 1,
      outcome: "not-tried",
      reason,
    } as const;
    expect(
      renderFixSummary(report({ file: "a.json", changed: false, fixes: [fix] }), { write: false, targets: ["."] }),
    ).toBe(`a.json:1: limits/a: x: not fixed: ${reason}\nNothing was fixed.\n`);
  });

  it("escapes file names", () => {
    expect(
      renderFixSummary(report({ file: "a\u001b[2Jb", error: "x" }), { write: false, targets: ["."] }),
    ).not.toContain("\u001b");
  });
});

describe("the diff", () => {
  const diff = "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@ layers/a (safe): -1 layer; layers/b\n same\u001b[2J\n-old @@\n+new\n";

  it("keeps the diff byte for byte without colors", () => {
    expect(renderFixDiff(report({ diff }, { diff }), { colour: false, live: false, exact: true })).toBe(diff + diff);
    expect(renderFixDiff(report({ diff }), { colour: false, live: true, exact: false })).not.toContain("\u001b");
  });

  it("colors lines, and escapes control characters of the file", () => {
    const text = renderFixDiff(report({ diff }), { colour: true, live: true, exact: false });
    expect(text).toContain("\u001b[31m-old @@\u001b[0m\n\u001b[32m+new\u001b[0m\n");
    expect(text).toContain(
      "\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n\u001b[1m   layers/a (safe): -1 layer\u001b[0m\n\u001b[1m   layers/b\u001b[0m\n",
    );
    expect(text).not.toContain("\u001b[2J");
  });
});

it("prints JSON with the keys of the schema only, in its order", () => {
  const json = renderFixJson(report({ fixes: [{ ...fix(1), key: "x" } as FileFix] }));
  expect(json).not.toContain('"key"');
  expect(json.indexOf('"schemaVersion"')).toBeLessThan(json.indexOf('"files"'));
  expect(() => renderFixJson(report({ fixes: [fix(0)] }))).toThrow();
});
