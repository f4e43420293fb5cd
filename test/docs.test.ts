// What the pages say is there: files and headings that they link to, verbs and flags that they call.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { program } from "./cli/program.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const pages = globSync(["*.md", "docs/**/*.md"], { cwd: root })
  .filter((path) => !path.startsWith("docs/rules/"))
  .sort();

/** As GitHub names the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const headings = withoutBlocks(read(page)).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, text = ""]) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```.*?^```$/gms, "");
}

test.each(pages)("%s links to files and headings that are there", (page) => {
  const links = [...withoutBlocks(read(page)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  const broken = links.filter(([, path = "", anchor]) => {
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

const verbs =
  "check,baseline,init,fix,harden,learn,verify,emit,scan,base,inspect,view,explain,rules,lsp,mcp,advisories update,advisories build,advisories info".split(
    ",",
  );

test.each([...verbs, "completions"])("pages call %s with flags that it has", { timeout: 30_000 }, (verb) => {
  const help = spawnSync(process.execPath, [program, ...verb.split(" "), "--help"], {
    encoding: "utf8",
  }).stdout;
  const known = new Set([...help.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name));
  const calls = pages.flatMap((page) => {
    const lines = read(page).matchAll(new RegExp(`hullproof ${verb} ([^\n|&\`]*)`, "g"));
    return [...lines].flatMap(([line, rest = ""]) =>
      // What a comment or a quoted command of somebody else's says is not ours.
      [...rest.replaceAll(/'[^']*'|"[^"]*"| {2}.*$/g, "").matchAll(/(?:^|\s)--([a-z][a-z-]*)/g)].map(([, flag]) => ({
        page,
        line,
        flag,
      })),
    );
  });
  expect(calls.filter(({ flag }) => !known.has(flag))).toEqual([]);
});

/** With its continuation lines: up to the next item, a blank line, a heading, a table or a block of code. */
const listItem = /^ *(?:[-*]|\d+\.) .*(?:\n(?! *(?:[-*]|\d+\.) |\s*$|#|\||```).*)*/gm;
const maxItemLength = 600;

test.each(pages)("%s has no list item over 600 characters", (page) => {
  const items = [...withoutBlocks(read(page)).matchAll(listItem)].map(([item]) =>
    item.replaceAll(/\s+/g, " ").trim().replace(/^\S+ /, ""),
  );
  expect(items.filter(({ length }) => length > maxItemLength)).toEqual([]);
});

test("every verb has a page of the guide, or is named on its first one", () => {
  const first = read("docs/guide/README.md");
  const named = verbs.map((verb) => verb.split(" ")[0] ?? "");
  expect(named.filter((verb) => !existsSync(join(root, `docs/guide/${verb}.md`)) && !first.includes(verb))).toEqual([]);
});

/** A printed page has some 600 words. */
const mostWords = 1_200;

test("no page of the guide is longer than two printed pages, and each is reached from the first one", () => {
  const first = read("docs/guide/README.md");
  const guide = pages.filter((page) => /^docs\/guide\/[^/]+\.md$/.test(page));
  expect(guide.length).toBeGreaterThan(20);
  const long = guide.filter((page) => read(page).split(/\s+/).length > mostWords);
  expect(long).toEqual([]);
  const names = guide.map((page) => page.slice("docs/guide/".length)).filter((name) => name !== "README.md");
  expect(names.filter((name) => !first.includes(`(${name})`))).toEqual([]);
});
