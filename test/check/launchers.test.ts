// Findings behind a launcher are those of the same script without it, at the same words, columns included.
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/domain/finding/finding.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { rules } from "../../src/rules/index.ts";
import { judge } from "../judge.ts";
import { readAnyway } from "../read-anyway.ts";

const findings = (text: string): readonly Finding[] =>
  judge(rules, { target: "t", facts: textFacts(readAnyway(text), { today: "2026-11-24" }) }).findings;

/** Scripts of the rules' own examples, each with the base that it is written for. */
const scripts = rules.flatMap(({ id, examples }) =>
  examples.flatMap((example) => {
    const { bad } = example;
    if (example.kind !== "dockerfile" || typeof bad !== "string") return [];
    const from = /^FROM .*$/m.exec(bad)?.[0] ?? "FROM debian:trixie-slim";
    return [...bad.matchAll(/^RUN ([^[<\\\n-][^\\\n]*)$/gm)].map(([, script = ""]) => ({ id, from, script }));
  }),
);

/** Where each finding lies, as the words that stand there. */
function at(text: string, one: Finding): unknown {
  const { location } = one;
  if (location === undefined || !("startLine" in location)) return one.rule;
  const { startLine, startColumn, endLine, endColumn } = location;
  const line = text.split("\n")[startLine - 1] ?? "";
  return [one.rule, startLine, startLine === endLine ? line.slice(startColumn - 1, endColumn - 1) : endLine];
}

/** Rules about the words in front of a command, and about the line as a whole. */
const places = (text: string, line: string) =>
  findings(text)
    .map((one) => JSON.stringify(at(text, one)).replace(JSON.stringify(line).slice(1, -1), "LINE"))
    .sort();

describe("a launcher changes no finding", () => {
  it(`over ${scripts.length} scripts of the rules' examples`, () => {
    expect(scripts.length).toBeGreaterThan(80);
    for (const { id, from, script } of scripts) {
      const line = (words: readonly string[]) => `RUN ${JSON.stringify([...words, "sh", "-c", script])}`;
      const seen = (words: readonly string[]) => places(`${from}\n${line(words)}\n`, line(words));
      const plain = seen([]);
      for (const words of [
        ["tini", "--"],
        ["dumb-init", "-v"],
        ["nice", "stdbuf", "-oL"],
        ["timeout", "5"],
      ])
        expect(seen(words), `${id}: ${words.join(" ")} sh -c ${script}`).toEqual(plain);
    }
  });
});
