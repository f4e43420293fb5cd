// Words and turns of phrase that a native engineer of the field would not write here: CONTRIBUTING.md, "What we avoid".
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proseOf } from "./prose-of.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** What to look for, and what to write instead. Names of keys and rules that are contracts (`denyLicences`) match none of them. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:is|are|was|were|be|been|and) told\b(?! (?:apart|to|not|what|where|how|which|one|from)\b)/giu,
    "is reported, is listed, says so",
  ],
  [/\b(?:tell|tells|told|telling) of\b/giu, "says, reports, mentions"],
  [/(?<!\bthere )(?<!original's )\b(?:is|are|was|were) none\b(?! of\b)/giu, "is not one, does not count"],
  [/\b(?:fixedIn|fixes|fixed|fixing)\b/giu, "fix"],
  [/\bnobody\b(?![:./])/giu, "no one, or say it in the passive"],
  [/\bsomebody\b/giu, "someone"],
  [/\b(?:for|by|to|from) who\b/giu, "for those who, for whoever"],
  [/\bflaws?\b/giu, "vulnerability"],
  [/(?<!software )\bbills?\b/giu, "SBOM"],
  [/\blicences?\b/giu, "license"],
  [/\banew\b/giu, "again"],
  [/\b(?:hold|holds|held|holding) (?:[\w']+ ){0,4}against\b/giu, "compare with"],
  [/\b(?:an|by|of) own\b/giu, "its own, our own"],
  [/\bfor ever\b/giu, "forever"],
];

/** Words of people's own tongue in data: a user's name, a field of a file. */
const names = /\b(?:USER|user|uid|MAINTAINER|-u|-q) nobody\b/gu;

function found(text: string): string[] {
  const plain = text.replaceAll(/`[^`\n]*`/g, "``").replaceAll(names, "");
  return unwanted.flatMap(([pattern, better]) =>
    [...plain.matchAll(pattern)].map(([word]) => `${word} (better: ${better})`),
  );
}

const pages = globSync(["*.md", "docs/**/*.md", "examples/*/README.md"], { cwd: root }).sort();

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
