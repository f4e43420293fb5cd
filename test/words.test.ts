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
  [/\b(?:mend|mends|mended|mending)\b/giu, "fix"],
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

/** Words that the field has other ones for, as parts of names. Keys of JSON and ids of rules are contracts, and stay. */
const oldNames = /^(?:flaws?|bills?|mend(?:s|ed|ing)?|licences?)$/u;
const contracts = new Set(
  // The last two are the rule `cleanup/denied-licence`, in the generated index.
  "licence licences denyLicences denied-licence flaws knownFlaws graveFlaws meanFlaws".split(" "),
);

function hasOldName(name: string): boolean {
  return !contracts.has(name) && (name.match(/[A-Z]?[a-z]+/gu) ?? []).some((part) => oldNames.test(part.toLowerCase()));
}

const ours = globSync("{src,test,scripts,bin}/**/*.{ts,mjs}", { cwd: root })
  .filter((path) => path !== "test/words.test.ts")
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
