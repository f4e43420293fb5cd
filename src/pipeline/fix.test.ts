import { expect, it } from "vitest";
import type { Fix } from "../domain/fix.ts";
import type { RuleId } from "../domain/practice.ts";
import type { Checked } from "./checked.ts";
import { fixText } from "./fix.ts";

/** A checker that offers the given fixes wherever `find` occurs in the text. */
function offering(...fixes: { rule: RuleId; find: string; text: string; applicability?: Fix["applicability"] }[]) {
  return (text: string): Checked => ({
    target: { id: "Dockerfile", kind: "dockerfile", name: "Dockerfile" },
    run: {
      results: [],
      findings: [],
      fixes: fixes.flatMap(({ rule, find, text: replacement, applicability = "safe" }) => {
        const start = text.indexOf(find);
        if (start === -1) return [];
        const location = { file: "Dockerfile", startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
        const span = { start, end: start + find.length };
        const fix: Fix = { title: rule, applicability, edits: [{ file: "Dockerfile", span, text: replacement }] };
        const finding = {
          rule,
          practice: "build",
          severity: "info",
          message: "",
          target: "",
          location,
          also: [],
          evidence: [],
        } as const;
        return [{ rule, finding, fix }];
      }),
    },
  });
}

const from = "FROM debian:13\n";

it("goes on while fixes make room for others", () => {
  const check = offering(
    { rule: "build/a", find: "RUN one", text: "RUN two" },
    { rule: "build/b", find: "RUN two", text: "RUN three" },
  );
  const fixed = fixText(`${from}RUN one\n`, { kind: "dockerfile", allowed: ["safe"], check });
  expect(fixed.text).toBe(`${from}RUN three\n`);
  expect(fixed.applied.map(({ rule }) => rule)).toEqual(["build/a", "build/b"]);
});

it("drops a fix after which the file does not parse, and keeps the others", () => {
  const check = offering(
    { rule: "build/bad", find: "RUN one", text: "&& one" },
    { rule: "build/worse", find: "RUN three", text: "RUN if true; then" },
    { rule: "build/good", find: "RUN two", text: "RUN 2" },
  );
  const fixed = fixText(`${from}RUN one\nRUN two\nRUN three\n`, { kind: "dockerfile", allowed: ["safe"], check });
  expect(fixed.text).toBe(`${from}RUN one\nRUN 2\nRUN three\n`);
  expect(fixed.dropped.map(({ rule }) => rule).sort()).toEqual(["build/bad", "build/worse"]);
  expect(fixed.dropped[0]?.reason).toContain("would no longer parse");
});

it("ends when two rules undo each other", () => {
  const check = offering(
    { rule: "build/a", find: "RUN a", text: "RUN b" },
    { rule: "build/b", find: "RUN b", text: "RUN a" },
  );
  expect(fixText(`${from}RUN a\n`, { kind: "dockerfile", allowed: ["safe"], check }).text).toMatch(/RUN [ab]\n/);
});

it("leaves out the proven fixes of the rules that are excluded, not their safe ones", () => {
  const check = offering(
    { rule: "build/a", find: "RUN a", text: "RUN A", applicability: "proven" },
    { rule: "build/a", find: "RUN b", text: "RUN B" },
  );
  const fixed = fixText(`${from}RUN a\nRUN b\n`, {
    kind: "dockerfile",
    allowed: ["safe", "proven"],
    without: new Set(["build/a"]),
    check,
  });
  expect(fixed.text).toBe(`${from}RUN a\nRUN B\n`);
});
