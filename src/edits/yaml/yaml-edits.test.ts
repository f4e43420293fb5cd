import { describe, expect, it } from "vitest";
import type { WrittenValue } from "../../domain/container/data-change.ts";
import type { Edited } from "./edited.ts";
import { appendItem, insertKey } from "./insert.ts";
import { removeAt } from "./remove.ts";
import { replaceScalar } from "./replace.ts";
import { editProblem } from "./verify.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";

type Path = readonly (string | number)[];

/** The text after the edit, or why there is none. An edit that does not stand up to `editProblem` throws. */
function edited(text: string, edit: (yaml: YamlText) => Edited): string {
  const yaml = readYaml(text);
  const done = "refused" in yaml ? yaml : edit(yaml);
  if ("refused" in done) return `refused: ${done.refused}`;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: more } of done.edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), more);
    at = end;
  }
  const after = [...parts, text.slice(at)].join("");
  const problem = editProblem(
    text,
    after,
    done.changes.map((change) => ({ file: "", ...change })),
  );
  if (problem !== undefined) throw new Error(`${problem}\n${after}`);
  return after;
}

const insert = (text: string, path: Path, value: WrittenValue, document = 0) =>
  edited(text, (yaml) => insertKey(yaml, { document, path }, value));
const append = (text: string, path: Path, value: WrittenValue) =>
  edited(text, (yaml) => appendItem(yaml, { document: 0, path }, value));
const replace = (text: string, path: Path, value: string | number | boolean) =>
  edited(text, (yaml) => replaceScalar(yaml, { document: 0, path }, value));
const remove = (text: string, path: Path) => edited(text, (yaml) => removeAt(yaml, { document: 0, path }));

describe("a key", () => {
  it.each<[string, string, Path, WrittenValue, string]>([
    [
      "last, comments below stay there",
      "s:\n  a:\n    i: x # c\n\n  # d\n  b:\n    i: y\n",
      ["s", "a", "r"],
      true,
      "s:\n  a:\n    i: x # c\n    r: true\n\n  # d\n  b:\n    i: y\n",
    ],
    [
      "behind a list in the key's column",
      "s:\n  a:\n    l:\n    - x\n    - y # z\n\n    # tail\n",
      ["s", "a", "r"],
      true,
      "s:\n  a:\n    l:\n    - x\n    - y # z\n    r: true\n\n    # tail\n",
    ],
    ["at the end without a line break", "s:\n  a:\n    i: x", ["s", "a", "r"], "v", "s:\n  a:\n    i: x\n    r: v"],
    ["CRLF", "s:\r\n  a:\r\n    i: x\r\n", ["s", "a", "r"], ["v"], "s:\r\n  a:\r\n    i: x\r\n    r:\r\n      - v\r\n"],
    ["BOM", "\uFEFFa: 1\n", ["b"], 2, "\uFEFFa: 1\nb: 2\n"],
    ["into nothing", "s:\n  a: # c\n  b:\n", ["s", "a", "r"], true, "s:\n  a: # c\n    r: true\n  b:\n"],
    ["into {}", "s:\n  a: {} # c\n  b:\n", ["s", "a", "r"], true, "s:\n  a: # c\n    r: true\n  b:\n"],
    ["into ~", "s:\n    a: ~\n", ["s", "a", "r"], true, "s:\n    a:\n        r: true\n"],
    ["into an anchored nothing", "s:\n  a: &x\n  b: 1\n", ["s", "a", "r"], true, "s:\n  a: &x\n    r: true\n  b: 1\n"],
    ["on one line", "s: {a: {i: x}}\n", ["s", "a", "r"], ["v"], "s: {a: {i: x, r: [v]}}\n"],
    ["on one line, empty", "s: {a: {}}\n", ["s", "a", "r"], true, "s: {a: { r: true }}\n"],
    [
      "behind a block scalar",
      "a:\n  t: |\n    x\n\nb: 1\n",
      ["a", "r"],
      true,
      "a:\n  t: |\n    x\n  r: true\n\nb: 1\n",
    ],
    [
      "behind one that keeps blank lines",
      "a:\n  t: |+\n    x\n\nb: 1\n",
      ["a", "r"],
      true,
      "a:\n  t: |+\n    x\n\n  r: true\nb: 1\n",
    ],
    [
      "behind a list over several lines",
      "a:\n  t: [x,\n    y] # c\nb: 1\n",
      ["a", "r"],
      true,
      "a:\n  t: [x,\n    y] # c\n  r: true\nb: 1\n",
    ],
    [
      "behind a text over several lines",
      "a:\n  t: x\n    y\nb: 1\n",
      ["a", "r"],
      true,
      "a:\n  t: x\n    y\n  r: true\nb: 1\n",
    ],
    [
      "maps that are missing",
      "s:\n  a:\n    i: x\n",
      ["s", "a", "d", "e", "f"],
      1,
      "s:\n  a:\n    i: x\n    d:\n      e:\n        f: 1\n",
    ],
    [
      "lists as the file has them",
      "s:\n  a:\n    l:\n    - x\n    m:\n    - y\n",
      ["s", "a", "r"],
      ["v"],
      "s:\n  a:\n    l:\n    - x\n    m:\n    - y\n    r:\n    - v\n",
    ],
    [
      "into the item of a list",
      "c:\n- name: x\n  i: y\n",
      ["c", 0, "r"],
      { a: ["b"] },
      "c:\n- name: x\n  i: y\n  r:\n    a:\n    - b\n",
    ],
    [
      "beside a merge key that does not bring it",
      "x: &x\n  k: 1\ns:\n  <<: *x\n",
      ["s", "r"],
      true,
      "x: &x\n  k: 1\ns:\n  <<: *x\n  r: true\n",
    ],
    [
      "beside a key with a tag, in the column of the tag",
      "x: &x\n  k: 1\ns:\n  !!merge <<: *x\n",
      ["s", "r"],
      ["v"],
      "x: &x\n  k: 1\ns:\n  !!merge <<: *x\n  r:\n    - v\n",
    ],
    [
      "texts are quoted where a reader of YAML 1.1 asks for it",
      "a: 1\n",
      ["b"],
      ["no", "12:30", "1000:1000", "a: b", "64m", "", "a,b", "0x1f", "a\tb"],
      'a: 1\nb:\n  - "no"\n  - "12:30"\n  - "1000:1000"\n  - "a: b"\n  - 64m\n  - ""\n  - "a,b"\n  - "0x1f"\n  - "a\\tb"\n',
    ],
  ])("%s", (_, text, path, value, expected) => {
    expect(insert(text, path, value)).toBe(expected);
  });

  it("edits a key in its own document", () => {
    expect(insert("a: 1\n---\na: 2\n...\n---\na: 3\n", ["b"], 1, 1)).toBe("a: 1\n---\na: 2\nb: 1\n...\n---\na: 3\n");
  });

  it.each<[string, Path, string]>([
    ["s: &a\n  i: x\nt: *a\n", ["s", "r"], "line 2: *a stands for it elsewhere"],
    ["s: &a\n  i: x\nt: *a\n", ["t", "r"], "line 3: *a stands there"],
    ["x: &a\n  r: 1\ns:\n  <<: *a\n  i: x\n", ["s", "r"], "line 4: r comes by <<"],
    ["x: &a\n  r: 1\ny: &b\n  <<: *a\ns:\n  <<: [*b]\n", ["s", "r"], "line 6: r comes by <<"],
    ["s: !override\n  i: x\n", ["s", "r"], "!override says how it is merged"],
    ["s: {a: 1,\n  b: 2}\n", ["s", "r"], "line 1: a list or map in brackets goes over several lines"],
    ["s:\n\ti: x\n", ["s", "r"], "line 2 is not YAML"],
    ["s:\n  a: 1\n  a: 2\n", ["s", "r"], "line 3: the key a is there twice"],
    ["s:\n  image: {{ x }}\n", ["s", "r"], "line 2: it is a template"],
    ["s:\n  image: a{{ x }}\n", ["s", "r"], "line 2: it is a template"],
    ["{{- if x }}\ns:\n  i: x\n{{- end }}\n", ["s", "r"], "not YAML"],
    ["s: text\n", ["s", "r"], "line 1: it is no map"],
    ["s:\n  r: 1\n", ["s", "r"], "r is there already"],
    ["s:\n  t: |\n    x", ["s", "r"], "no line can be put below it"],
    ["s: *a\n", ["s", "r"], "*a names no anchor before it"],
    [`${"[".repeat(200)}${"]".repeat(200)}\n`, ["r"], "nested"],
  ])("is refused in %j", (text, path, reason) => {
    expect(insert(text, path, true)).toContain(reason);
  });
});

describe("an item", () => {
  it.each<[string, string, Path, WrittenValue, string]>([
    ["indented", "a:\n  l:\n    - x # c\n\n# d\n", ["a", "l"], "w", "a:\n  l:\n    - x # c\n    - w\n\n# d\n"],
    ["in the key's column", "a:\n  l:\n  - x\n  m: 1\n", ["a", "l"], "w", "a:\n  l:\n  - x\n  - w\n  m: 1\n"],
    ["between brackets", 'l: [x, "y" ] # c\n', ["l"], "z", 'l: [x, "y", z ] # c\n'],
    ["quoted as the others", "l:\n  - 'x'\n", ["l"], "it's", "l:\n  - 'x'\n  - 'it''s'\n"],
    ["into []", "l: [ ]\n", ["l"], "z", "l: [z]\n"],
    ["into nothing", "a:\n  l: # c\n  m: 1\n", ["a", "l"], "z", "a:\n  l: # c\n    - z\n  m: 1\n"],
    ["into no list", "a:\n  m: 1\n", ["a", "l"], "z", "a:\n  m: 1\n  l:\n    - z\n"],
    ["beside a single text", "l: /run:size=1m,mode=700\n", ["l"], "/tmp", 'l: ["/run:size=1m,mode=700", /tmp]\n'],
    ["behind a map", "l:\n  - a: 1\n    b: 2\n", ["l"], "z", "l:\n  - a: 1\n    b: 2\n  - z\n"],
    ["behind nothing", "l:\n  - x\n  -\n", ["l"], "z", "l:\n  - x\n  -\n  - z\n"],
    ["a map", "l:\n- x\n", ["l"], { a: 1, b: ["c"] }, "l:\n- x\n- a: 1\n  b:\n  - c\n"],
  ])("%s", (_, text, path, value, expected) => {
    expect(append(text, path, value)).toBe(expected);
  });

  it.each<[string, Path, string]>([
    ["l: &a [x]\nm: *a\n", ["l"], "*a stands for it elsewhere"],
    ["l: [x,\n  y]\n", ["l"], "over several lines"],
    ["l:\n  a: 1\n", ["l"], "line 2: it is no list"],
  ])("is refused in %j", (text, path, reason) => {
    expect(append(text, path, "z")).toContain(reason);
  });
});

describe("a scalar", () => {
  it.each<[string, Path, string | number | boolean, string]>([
    ["a: x # c\n", ["a"], "w", "a: w # c\n"],
    ["a: 'x'\n", ["a"], "it's", "a: 'it''s'\n"],
    ['a: "x"\n', ["a"], "y", 'a: "y"\n'],
    ["a: x\n", ["a"], "1000", 'a: "1000"\n'],
    ["a: false\n", ["a"], true, "a: true\n"],
    ["a: 'false'\n", ["a"], true, "a: 'true'\n"],
    ["a: # c\nb: 1\n", ["a"], true, "a: true # c\nb: 1\n"],
    ["a: ~\n", ["a"], 5, "a: 5\n"],
    ["a: &x y\n", ["a"], "z", "a: &x z\n"],
    ["l: [x, y]\n", ["l", 1], "80:80", 'l: [x, "80:80"]\n'],
    ["l:\n- x\n- y\n", ["l", 0], "z", "l:\n- z\n- y\n"],
    ["a: 'x'\n", ["a"], "x\ny", 'a: "x\\ny"\n'],
  ])("%j at %j", (text, path, value, expected) => {
    expect(replace(text, path, value)).toBe(expected);
  });

  it.each<[string, Path, string]>([
    ["a: |\n  x\n", ["a"], "several lines"],
    ["a: x\n  y\n", ["a"], "several lines"],
    ["a: [x]\n", ["a"], "a list or a map"],
    ["a: &b x\nc: *b\n", ["a"], "elsewhere"],
    ["a: x\n", ["b"], "b is not there"],
  ])("is refused in %j", (text, path, reason) => {
    expect(replace(text, path, "z")).toContain(reason);
  });
});

describe("away with", () => {
  it.each<[string, string, Path, string]>([
    ["a key", "a:\n  b: 1\n  c: 2\n", ["a", "b"], "a:\n  c: 2\n"],
    ["the last key", "a:\n  b: 1\n  c: 2", ["a", "c"], "a:\n  b: 1\n"],
    ["a key with its list", "a:\n  b:\n    - 1\n    - 2\n\n  # d\n  c: 2\n", ["a", "b"], "a:\n\n  # d\n  c: 2\n"],
    ["its comment stays", "a:\n  b: 1 # why\n  c: 2\n", ["a", "b"], "a:\n  # why\n  c: 2\n"],
    [
      "comments inside stay",
      "a:\n  b:\n    # one\n    - 1 # two\n  c: 2\n",
      ["a", "b"],
      "a:\n  # one\n  # two\n  c: 2\n",
    ],
    ["the only key", "a:\n  b: 1\nc: 2\n", ["a", "b"], "a: {}\nc: 2\n"],
    ["the only key, with comments", "a: # x\n  b: 1 # y\nc: 2\n", ["a", "b"], "a: # x\n  # y\n  {}\nc: 2\n"],
    ["the only key, anchored", "a: &x\n  b: 1\nc: 2\n", ["a", "b"], "a: &x {}\nc: 2\n"],
    ["all", "a: 1\n", ["a"], "{}\n"],
    ["an item", "l:\n  - x\n  - y # c\n  - z\n", ["l", 1], "l:\n  - x\n  # c\n  - z\n"],
    ["the last item with its list", "a: 1\nl:\n  - x\nb: 2\n", ["l", 0], "a: 1\nb: 2\n"],
    ["between brackets", "l: [x, y, z]\n", ["l", 1], "l: [x, z]\n"],
    ["the last between brackets", "l: [x, y ]\n", ["l", 1], "l: [x ]\n"],
    ["the only one between brackets", "l: [x]\nm: 1\n", ["l", 0], "m: 1\n"],
    ["a key between braces", "a: {b: 1, c: 2}\n", ["a", "b"], "a: {c: 2}\n"],
    ["the only key between braces", "a: {b: 1}\n", ["a", "b"], "a: {}\n"],
    ["the first key of an item", "l:\n  - a: 1\n    b: 2\n", ["l", 0, "a"], "l:\n  - b: 2\n"],
    ["a block scalar", "a: |\n  x\n\n  y\nb: 1\n", ["a"], "b: 1\n"],
  ])("%s", (_, text, path, expected) => {
    expect(remove(text, path)).toBe(expected);
  });

  it.each<[string, Path, string]>([
    ["a:\n  b: &x 1\n  c: *x\n", ["a", "b"], "elsewhere"],
    ["a:\n  b: {c: &x 1}\n  d: *x\n", ["a", "b"], "used elsewhere by an alias"],
    ["x: &x\n  b: 1\na:\n  <<: *x\n  c: 1\n", ["a", "b"], "b comes by <<"],
    ["a: {b: &x 1, c: 2}\n", ["a", "b"], "an anchor"],
    ["l:\n  - a: 1 # c\n    b: 2\n", ["l", 0, "a"], "shares its line"],
  ])("is refused in %j", (text, path, reason) => {
    expect(remove(text, path)).toContain(reason);
  });
});
