// Words and turns of phrase that a native engineer of the field would not write here: CONTRIBUTING.md, "What we avoid".
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bareNamesIn } from "../scripts/words/bare-names.ts";
import { contracts, oldNames, unwanted } from "../scripts/words/table.ts";
import { proseOf } from "./prose-of.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Words of people's own tongue in data: a user's name, a field of a file. */
const names = /\b(?:USER|user|uid|MAINTAINER|-u|-q) nobody\b/gu;

function found(text: string): string[] {
  const plain = text.replaceAll(/`[^`\n]*`/g, "``").replaceAll(names, "");
  return unwanted.flatMap(([pattern, better]) =>
    [...plain.matchAll(pattern)].map(([word]) => `${word} (better: ${better})`),
  );
}

const pages = globSync(["*.md", "docs/**/*.md", "examples/*/README.md", "test/README.md"], { cwd: root }).sort();

test.each(pages)("%s is plain English", (path) => {
  // Examples of rules show reports, whose keys are contracts; so are the names of pages.
  const lines = read(path)
    .replaceAll(/^```json$.*?^```$/gms, (block) => block.replaceAll(/[^\n]/g, ""))
    .replaceAll(/\]\([^)\n]*\)/g, "]")
    .split("\n");
  expect(lines.flatMap((line, at) => found(line).map((what) => `${path}:${at + 1}: ${what}`))).toEqual([]);
});

test("comments and messages of the sources are plain English", () => {
  const sources = globSync("src/**/*.ts", { cwd: root }).filter((path) => !path.endsWith(".test.ts"));
  const wrong = sources.sort().flatMap((path) =>
    proseOf(read(path)).flatMap(({ line, kind, text }) => {
      // A string of one word is a key or a name.
      if (kind === "string" && !/[a-z,] [a-z(]/iu.test(text)) return [];
      // A phrase may go on in the next line of a comment.
      const joined = kind === "comment" ? text.replaceAll(/\n\s*\*?\s*/gu, " ") : text.replaceAll("`", "");
      return found(joined).map((what) => `${path}:${line}: ${what}`);
    }),
  );
  expect(wrong).toEqual([]);
});

function hasOldName(name: string): boolean {
  return !contracts.has(name) && (name.match(/[A-Z]?[a-z]+/gu) ?? []).some((part) => oldNames.test(part.toLowerCase()));
}

const ours = globSync("{src,test,scripts,bin}/**/*.{ts,mjs}", { cwd: root })
  .filter((path) => !["test/words.test.ts", "scripts/words/table.ts"].includes(path))
  .sort();

test("files and what is declared in them are named in the field's terms", () => {
  const wrong = ours.flatMap((path) => {
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/(?:\.test)?\.m?[jt]s$/u, "");
    const names = new Set(codeOf(read(path)).match(/[A-Za-z_$][\w$]*/gu));
    return [name, ...names].filter(hasOldName).map((one) => `${path}: ${one}`);
  });
  expect(wrong).toEqual([]);
});

test("titles of tests, and their comments, have the field's terms too", () => {
  const wrong = ours.flatMap((path) =>
    proseOf(read(path))
      .filter(({ kind, text }) => kind === "comment" || /[a-z,] [a-z(]/iu.test(text))
      .filter(({ text }) =>
        text
          .replaceAll(/`[^`\n]*`/gu, "")
          .split(/[^\p{L}]+/u)
          .some((word) => oldNames.test(word)),
      )
      .map(({ line, text }) => `${path}:${line}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

/** A source without its comments and strings. */
function codeOf(source: string): string {
  let code = "";
  let from = 0;
  for (const { text } of proseOf(source)) {
    const at = source.indexOf(text, from);
    code += `${source.slice(from, at)} `;
    from = at + text.length;
  }
  return code + source.slice(from);
}

test("names are looked for in code, part by part", () => {
  expect(codeOf('const flawRow = "a bill"; // mends\nlet x;')).toBe("const flawRow =  ;  \nlet x;");
  expect(["flawRow", "isBill", "MENDED", "knownFlaws", "billing", "amend"].map(hasOldName)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("a bare word is no name of a type, a module's constant or a local that lives long", () => {
  const lines = "\n".repeat(9);
  const namesIn = (source: string) => bareNamesIn("a.ts", source).map(({ kind, name }) => `${kind} ${name}`);
  expect(namesIn("export type Told = 1;\nconst found = 1;\nfunction kept() {}")).toEqual([
    "type Told",
    "module found",
    "module kept",
  ]);
  expect(namesIn(`function f(said) {${lines}return said; }`)).toEqual(["local said"]);
  expect(namesIn(`const f = (a) => { const { own: seen } = a;${lines}return seen; };`)).toEqual(["local seen"]);
  expect(namesIn("function f(said) { return said; }")).toEqual([]);
  // A field's name in a shorthand is that of its type.
  expect(namesIn(`function f({ found }) {${lines}return found; }`)).toEqual([]);
  expect(namesIn(`function f(before, after) {${lines}return before + after; }`)).toEqual([]);
});

test("prose is what stands in comments and strings, and no code", () => {
  const source =
    'const a = /"b/; // one\nf(`two ${x ? "three" : { y: `four` }.y} five`); /* six */ const z = 4 / 2; // "seven"\n';
  expect(proseOf(source).map(({ text }) => text)).toEqual([
    "// one",
    "`two ${",
    '"three"',
    "`four`",
    "} five`",
    "/* six */",
    '// "seven"',
  ]);
});
