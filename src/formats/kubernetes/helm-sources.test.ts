import { expect, it } from "vitest";
import { helmSources } from "./helm-sources.ts";

const document = (source: string, body: string): string => `---\n# Source: ${source}\n${body}\n`;
const of = (output: string) => helmSources(output).map(({ template, text }) => [template, text] as const);

it("splits documents by template like `helm template --show-only`", () => {
  const [a, b, c] = [
    document("shop/templates/web.yaml", "kind: Service"),
    document("shop/charts/db/templates/db.yaml", "kind: Secret"),
    document("shop/templates/web.yaml", "kind: Deployment"),
  ];
  expect(of(`${a}${b}${c}`)).toEqual([
    ["templates/web.yaml", `${a}${c}`],
    ["charts/db/templates/db.yaml", b],
  ]);
});

it.each<[string, string, readonly (string | undefined)[]]>([
  ["nothing", "", []],
  ["only separators", "---\n", [undefined]],
  ["no source", "kind: Pod\n---\nkind: Pod\n", [undefined]],
  ["a comment that stands behind no separator", "kind: Pod\n# Source: a/templates/b.yaml\n", [undefined]],
  ["a document of its own within a template", `${document("a/t/b.yaml", "kind: A")}---\nkind: B\n`, ["t/b.yaml"]],
  ["CRLF", "---\r\n# Source: a/t/b.yaml\r\nkind: A\r\n", ["t/b.yaml"]],
  ["a name with a space and a dot", document("a/t/b c.d.yaml", "kind: A"), ["t/b c.d.yaml"]],
  ["a path that leads out", document("a/../../etc/passwd", "kind: A"), [undefined]],
  ["an absolute path", document("/etc/passwd", "kind: A"), [undefined]],
  ["a path with nothing in it", document("a/t//b.yaml", "kind: A"), [undefined]],
  ["no folder", document("passwd", "kind: A"), [undefined]],
  ["a backslash", document("a/t\\..\\b", "kind: A"), [undefined]],
  ["a control character", document("a/t/\u001b[31m.yaml", "kind: A"), [undefined]],
  ["a name without end", document(`a/${"t".repeat(5000)}`, "kind: A"), [undefined]],
  ["a source at the end", "---\n# Source: a/t/b.yaml", ["t/b.yaml"]],
  ["a scalar that looks like it", "a: |\n  ---\n  # Source: a/t/b.yaml\n", [undefined]],
  ["a key of an object's table", document("a/constructor", "kind: A"), ["constructor"]],
])("%s", (_, output, templates) => {
  expect(of(output).map(([template]) => template)).toEqual(templates);
});

it("loses no text of any output", () => {
  const output = `first\n${document("a/t/b.yaml", "x")}${document("a/../b", "y")}${document("a/t/c.yaml", "z")}`;
  expect(
    of(output)
      .map(([, text]) => text)
      .join(""),
  ).toBe(output);
});
