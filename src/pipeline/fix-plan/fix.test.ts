import { expect, it } from "vitest";
import type { Fix } from "../../domain/finding/fix.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import { locate } from "../../text/locate.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { fixText } from "./fix.ts";

/** A checker that offers these fixes wherever `find` occurs in the text. */
function offering(...fixes: { rule: RuleId; find: string; text: string; applicability?: Fix["applicability"] }[]) {
  return (text: string): TargetResult => ({
    target: { id: "Dockerfile", kind: "dockerfile", name: "Dockerfile" },
    run: {
      results: [],
      findings: [],
      fixes: fixes.flatMap(({ rule, find, text: replacement, applicability = "safe" }) => {
        const start = text.indexOf(find);
        if (start === -1) return [];
        const span = { start, end: start + find.length };
        const location = locate("Dockerfile", text, span);
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

it("continues while fixes enable others", () => {
  const check = offering(
    { rule: "build/a", find: "RUN one", text: "RUN two" },
    { rule: "build/b", find: "RUN two", text: "RUN three" },
  );
  const fixed = fixText(`${from}RUN one\n`, { kind: "dockerfile", allowed: ["safe"], check });
  expect(fixed.text).toBe(`${from}RUN three\n`);
  expect(fixed.applied.map(({ rule }) => rule)).toEqual(["build/a", "build/b"]);
});

it("finds the fix that breaks the text among thousands with few parses, and keeps the others", () => {
  const lines = Array.from({ length: 300 }, (_, at) => `RUN echo ${at}.`);
  const check = offering(
    ...lines.map((line, at) => ({
      rule: `build/r${at}` as RuleId,
      find: line,
      text: at === 177 ? "RUN if true; then" : `RUN ${at}`,
    })),
  );
  const fixed = fixText(`${from}${lines.join("\n")}\n`, { kind: "dockerfile", allowed: ["safe"], check });
  expect(fixed.dropped.map(({ rule }) => rule)).toEqual(["build/r177"]);
  expect(fixed.applied).toHaveLength(299);
  expect(fixed.text.split("\n")[178]).toBe("RUN echo 177.");
});

it("drops a fix that breaks the syntax, and keeps the others", () => {
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

it("skips fixes that are not accepted, by location, and gives a fix the same key in every round", () => {
  const check = offering(
    { rule: "build/a", find: "RUN a", text: "RUN A" },
    { rule: "build/b", find: "RUN b", text: "RUN longer" },
    { rule: "build/c", find: "RUN c", text: "RUN C" },
    { rule: "build/d", find: "RUN C", text: "RUN D" },
  );
  const text = `${from}RUN a\nRUN b\nRUN c\n`;
  const all = fixText(text, { kind: "dockerfile", allowed: ["safe"], check });
  expect(all.text).toBe(`${from}RUN A\nRUN longer\nRUN D\n`);
  expect(all.applied.map(({ rule, line, lines }) => [rule, line, lines])).toEqual([
    ["build/a", 2, [[2, 2]]],
    ["build/b", 3, [[3, 3]]],
    ["build/c", 4, [[4, 4]]],
    ["build/d", 4, [[4, 4]]],
  ]);
  const keys = all.applied.map(({ key }) => key);
  for (const without of keys) {
    const accept = ({ key }: { key: string }) => key !== without;
    const fixed = fixText(text, { kind: "dockerfile", allowed: ["safe"], check, accept });
    const needs = without === keys[2] ? [without, keys[3]] : [without];
    expect(fixed.applied.map(({ key }) => key)).toEqual(keys.filter((key) => !needs.includes(key)));
  }
});

it("reaches its fixed point beyond twelve rounds, and stops where rules undo each other", () => {
  const steps = Array.from({ length: 40 }, (_, at) => ({
    rule: `build/a${at}` as RuleId,
    find: `<${at}>`,
    text: `<${at + 1}>`,
  }));
  const fixed = fixText("FROM a\n# <0>\n", { kind: "dockerfile", allowed: ["safe"], check: offering(...steps) });
  expect(fixed.text).toBe("FROM a\n# <40>\n");
  const undoing = offering(
    { rule: "build/one" as RuleId, find: "one", text: "two" },
    { rule: "build/two" as RuleId, find: "two", text: "one" },
  );
  const back = fixText("FROM a\n# one\n", { kind: "dockerfile", allowed: ["safe"], check: undoing });
  expect(back.text).toBe("FROM a\n# two\n");
  expect(back.dropped).toMatchObject([{ rule: "build/two", reason: "it changes nothing, or undoes another fix" }]);
});

it("reports the fixes left for another call where a long file needs too many rounds", () => {
  const steps = Array.from({ length: 40 }, (_, at) => ({
    rule: `build/a${at}` as RuleId,
    find: `<${at}>`,
    text: `<${at + 1}>`,
  }));
  const text = `FROM a\n# <0>\n${"# a\n".repeat(10_000)}`;
  const fixed = fixText(text, { kind: "dockerfile", allowed: ["safe"], check: offering(...steps) });
  expect(fixed.text).toContain("<12>");
  expect(fixed.remaining).toMatchObject([{ rule: "build/a12", reason: "left for another call of `fix`" }]);
});
