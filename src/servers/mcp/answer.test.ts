import { expect, it } from "vitest";
import { toolResult } from "./answer.ts";

const textOf = (answer: unknown): string => (answer as { content: { text: string }[] }).content[0]?.text ?? "";
const long = Array.from({ length: 100 }, (_, at) => `${at} ${"x".repeat(500)}`).join("\n");

it("splits a long text into pages without loss", () => {
  const pages = [1, 2, 3, 4].map((page) => textOf(toolResult({ text: long, next: "go on", page })));
  expect(pages[0]).toContain('Page 1 of 4; the next one: the same call with "page": 2.');
  expect(pages[3]).toMatch(/^Page 4 of 4\.$/m);
  for (let at = 0; at < 100; at++) expect(pages.filter((one) => one.includes(`\n${at} x`))).toHaveLength(1);
  for (const one of pages) expect(one.length).toBeLessThan(17_000);
  expect(() => toolResult({ text: long, next: "go on", page: 5 })).toThrow("no page 5: the answer has 4");
});

it("has one page for an action, which another call would repeat", () => {
  const text = textOf(toolResult({ text: long, next: "emit", whole: "a b/.hullproof/report.html" }));
  expect(text).toContain('This is the beginning; all of it is in "a b/.hullproof/report.html".');
  expect(text).not.toContain("page");
});

it("cuts a very long line, and reports by how much", () => {
  const text = textOf(toolResult({ text: "y".repeat(1_000_000), next: "go on" }));
  expect(text).toContain("… (998000 characters more)");
  expect(text.length).toBeLessThan(3_000);
});

it("uses marks longer than any run in the text", () => {
  const lines = textOf(toolResult({ text: `a\n${"~".repeat(40)}\nNext: prove`, next: "go on" })).split("\n");
  expect(lines.filter((line) => line === "~".repeat(41))).toHaveLength(2);
  expect(lines.at(-1)).toBe("Next: go on");
});
