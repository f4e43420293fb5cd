import { expect, it } from "vitest";
import { isMap, isScalar, isSeq } from "yaml";
import * as fc from "../../../test/supervised/fast-check.ts";
import type { DataChange } from "../../domain/container/data-change.ts";
import type { Edited } from "./edited.ts";
import { appendItem, insertKey } from "./insert.ts";
import { removeAt } from "./remove.ts";
import { replaceScalar } from "./replace.ts";
import { editProblem } from "./verify.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";

// Lines are drawn as they are, so that comments, blank lines, quotes and indentation stand where people put them.
const words = [
  "x",
  "'it''s'",
  '"q: #"',
  "a#b",
  "80:80",
  "[]",
  "{}",
  "[a, 'b']",
  "{k: v}",
  "~",
  "",
  "|",
  ">-",
  "|+",
  "&n",
  "1",
  "yes",
  "!t v",
];
const gaps = ["", "", "", " # note", "\n", "\n# outer\n", "\n      # inner\n\n"];
const entry = fc.record({
  word: fc.constantFrom(...words),
  gap: fc.constantFrom(...gaps),
  children: fc.integer({ min: 0, max: 2 }),
  list: fc.boolean(),
  same: fc.boolean(),
});
const stream = fc
  .record({
    entries: fc.array(entry, { minLength: 1, maxLength: 12 }),
    crlf: fc.boolean(),
    bom: fc.boolean(),
    end: fc.boolean(),
    step: fc.constantFrom(2, 4),
  })
  .map(({ entries, crlf, bom, end, step }) => {
    const lines = entries.flatMap(({ word, gap, children, list, same }, index): string[] => {
      const key = `k${index}:`;
      if (children === 0)
        return [
          `${key} ${word}${word.startsWith("|") || word.startsWith(">") ? `\n${" ".repeat(step)}text # no comment\n` : gap}`,
        ];
      const indent = " ".repeat(list && same ? 0 : step);
      const inner = Array.from(
        { length: children },
        (_, at) => `${indent}${list ? "- " : `c${at}: `}${/^[|>]/.test(word) ? "w" : word}${gap}`,
      );
      return [`${key}${gap.startsWith(" ") ? gap : ""}`, ...inner];
    });
    const text = `${bom ? "\uFEFF" : ""}${lines.join("\n")}${end ? "\n" : ""}`;
    return crlf ? text.replaceAll("\n", "\r\n") : text;
  });

type Path = readonly (string | number)[];

function pathsOf(node: unknown, path: Path = []): Path[] {
  const own = path.length === 0 ? [] : [path];
  if (isMap(node))
    return [
      ...own,
      ...node.items.flatMap(({ key, value }) => pathsOf(value, [...path, isScalar(key) ? String(key.value) : ""])),
    ];
  return isSeq(node) ? [...own, ...node.items.flatMap((item, index) => pathsOf(item, [...path, index]))] : own;
}

const values = fc.oneof(
  fc.constantFrom("no", "64m", "a: b", "#x", "'", "1000:1000", "- a"),
  fc.string({ unit: "binary" }),
  fc.boolean(),
  fc.integer(),
);
const operations = fc.record({
  kind: fc.constantFrom("insert", "append", "replace", "remove"),
  at: fc.nat(),
  value: values,
  document: fc.constant(0),
});

const run = (
  yaml: YamlText,
  path: Path,
  { kind, value }: { kind: string; value: string | number | boolean },
): Edited => {
  const place = { document: 0, path };
  if (kind === "insert") return insertKey(yaml, { document: 0, path: [...path, "new"] }, value);
  if (kind === "append") return appendItem(yaml, place, value);
  return kind === "replace" ? replaceScalar(yaml, place, value) : removeAt(yaml, place);
};

it("changes exactly the edited value and keeps all other bytes", () => {
  const counts = { made: 0, refused: 0 };
  fc.assert(
    fc.property(stream, operations, (text, operation) => {
      const yaml = readYaml(text);
      if ("refused" in yaml) return;
      const paths = pathsOf(yaml.documents[0]?.contents);
      const path = paths[operation.at % Math.max(1, paths.length)];
      if (path === undefined) return;
      const done = run(yaml, path, operation);
      if ("refused" in done) {
        counts.refused++;
        return;
      }
      counts.made++;
      const edits = done.edits.toSorted((a, b) => a.start - b.start);
      let [after, at] = ["", 0];
      for (const { start, end, text: more } of edits) {
        expect(start).toBeGreaterThanOrEqual(at);
        after += text.slice(at, start) + more;
        at = end;
      }
      after += text.slice(at);
      const changes = done.changes.map((change): DataChange => ({ file: "", ...change }));
      expect(editProblem(text, after, changes), after).toBeUndefined();
    }),
    { numRuns: 600 },
  );
  // Else it shows nothing.
  expect(counts.made).toBeGreaterThan(100);
});
