import { describe, expect, it } from "vitest";
import { parseGoYaml } from "./parse-go-yaml.ts";

const read = (text: string) =>
  parseGoYaml(text).map(({ errors, contents }) => (errors.length > 0 ? "refused" : contents?.toJSON()));

// What `docker compose config` (2.26) prints for the same text.
describe("quoted text whose lines are not indented", () => {
  it.each<[string, string, unknown]>([
    ["single quotes", "a:\n  b: '[\n  x\n  ]'\n  c: 1\n", { a: { b: "[ x ]", c: "1" } }],
    ["double quotes", 'a:\n  b: "one\n two\n   three"\n  c: 1\n', { a: { b: "one two three", c: "1" } }],
    ["at the first column", "a:\n  b: '{\n\"x\": 1\n}'\n", { a: { b: '{ "x": 1 }' } }],
    ["doubled quotes", "a:\n  b: 'it''s [\nit''s\n]'\n", { a: { b: "it's [ it's ]" } }],
    ["quotes behind a backslash", 'a:\n  b: "say \\"oh\nhi\\" now"\n', { a: { b: 'say "oh hi" now' } }],
    ["other quotes inside", "a:\n  b: 'x \"\ny \" z'\n", { a: { b: 'x " y " z' } }],
    ["two of them", "a:\n  b: 'x\ny'\n  c: 'z\nw'\n", { a: { b: "x y", c: "z w" } }],
    ["JSON", 'a:\n  b: \'[\n    {"c": ["d", "e"]}\n  ]\'\n', { a: { b: '[ {"c": ["d", "e"]} ]' } }],
    ["apostrophes", "a:\n  b: \"it's\nit's\"\n", { a: { b: "it's it's" } }],
    ["in a list", "a:\n  - b\n  - 'x\ny'\n", { a: ["b", "x y"] }],
    ["carriage returns", "a:\r\n  b: 'x\r\ny'\r\n", { a: { b: "x y" } }],
    ["in the second document", "a: 1\n---\nb:\n  c: 'x\ny'\n", { b: { c: "x y" } }],
  ])("reads %s", (_, text, value) => {
    expect(JSON.parse(JSON.stringify(read(text).at(-1)).replaceAll(/ {2,}/g, " "))).toEqual(value);
  });

  it.each([
    ["never closed", "a:\n  b: 'x\n  c: 1\n"],
    ["a document begins in it", "a:\n  b: 'x\n---\ny'\n"],
    ["more behind it", "a:\n  b: 'x\ny' z\n"],
    ["another fault behind it", "a:\n  b: 'x\ny'\n  c: [\n"],
  ])("leaves refused what Go refuses: %s", (_, text) => {
    expect(read(text)).toContain("refused");
  });
});
