// `npm run site`: every document as a page that opens from the disk.
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildSite } from "../scripts/site/build-site.ts";
import { entriesOf, indexScript } from "../scripts/site/search.ts";

const root = join(import.meta.dirname, "..");
const page = (markdown: string, path = "docs/x.md") => ({ path, markdown });
const textOf = (site: ReturnType<typeof buildSite>, path: string) =>
  String(site.files.find((file) => file.path === path)?.text);

it("has every document, no link that leads nowhere, and nothing that is loaded from elsewhere", () => {
  const { files, dead } = buildSite(root);
  expect(dead).toEqual([]);
  const paths = files.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const path of [
    "index.html",
    "tutorial.html",
    "practices/limits.html",
    "rules/cleanup/apt-lists.html",
    "schema/report.schema.json.html",
    "what-a-proof-is.html",
  ])
    expect(paths).toContain(path);
  for (const { path, text } of files.filter((file) => file.path.endsWith(".html"))) {
    const html = String(text);
    expect(html, path).not.toMatch(/<(?:script|img|link|iframe)[^>]*(?:src|href)="(?:https?:)?\/\//);
    const targets = [...html.matchAll(/<a href="(?!https?:|mailto:|#)([^"#]*)/g)].map(([, to = ""]) => to);
    const missing = targets.filter((to) => !paths.includes(join(path, "..", to)));
    expect(missing, path).toEqual([]);
  }
});

it.each([
  ["a page that is not there", "[a](none.md)", ["docs/x.md: (none.md)"]],
  ["a heading that is not there", "# One\n[a](#two)", ["docs/x.md: (#two)"]],
  ["a heading of another page", "[a](../README.md#nowhere)", ["docs/x.md: (../README.md#nowhere)"]],
  ["a file of the repository that is not there", "[a](../src/none.ts)", ["docs/x.md: (../src/none.ts)"]],
  ["what lies outside", "[a](../../etc/passwd)", ["docs/x.md: (../../etc/passwd)"]],
  ["a picture that is not there", "![a](none.svg)", ["docs/x.md: (none.svg)"]],
  ["links in code, which are none", "`[a](none.md)`\n\n    [b](none.md)\n", []],
  [
    "what is there",
    "# One `two`, 3\n## One two, 3\n[a](#one-two-3) [b](#one-two-3-1) [c](../src/cli.ts) [d](https://example.com/x)",
    [],
  ],
])("of links to %s it says which lead nowhere", (_, markdown, expected) => {
  const own = page(markdown);
  const { dead } = buildSite(root, [own, page("# hullproof", "README.md")]);
  expect(dead).toEqual(expected);
});

it("shows sources that a page links to as text", () => {
  const site = buildSite(root, [page("[the program](../src/cli.ts)")]);
  expect(textOf(site, "x.html")).toContain('href="source/src/cli.ts.html"');
  expect(textOf(site, "source/src/cli.ts.html")).toContain("import { start }");
});

it("text of a page can end no script", () => {
  const entries = entriesOf("x.html", "</script><script>", [
    { depth: 1, text: "a", anchor: "a", words: "</script>\u2028" },
  ]);
  expect(indexScript(entries)).not.toMatch(/<|\u2028/);
});
