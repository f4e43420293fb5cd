// Words and turns of phrase that a native engineer of the field would not write here: CONTRIBUTING.md, "Commits say why".
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What to look for, and what to write instead. Names of keys and rules that are contracts (`denyLicences`) match none of them. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\b(?:is|are|was|were|be|been|and) told\b(?! apart)/giu, "is reported, is listed, says so"],
  [/\b(?:tell|tells|told|telling) of\b/giu, "says, reports, mentions"],
  [/\b(?:is|are|was|were|be) none\b(?! of)/giu, "is not one, does not count, there is no ..."],
  [/\b(?:mend|mends|mended|mending)\b/giu, "fix"],
  [/\bnobody\b/giu, "no one, or say it in the passive"],
  [/\bsomebody\b/giu, "someone"],
  [/\b(?:for|by|to|with|from|as) who\b/giu, "for those who, for whoever"],
  [/\bflaws?\b/giu, "vulnerability"],
  [/\bbills?\b/giu, "SBOM"],
  [/\blicences?\b/giu, "license"],
  [/\banew\b/giu, "again"],
  [/\b(?:hold|holds|held|holding) (?:\w+ ){0,3}against\b/giu, "compare with"],
  [/\b(?:an|by|of) own\b/giu, "its own, our own"],
  [/\bfor ever\b/giu, "forever"],
];

function found(text: string): string[] {
  return unwanted.flatMap(([pattern, better]) =>
    [...text.matchAll(pattern)].map(({ 0: word, index }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${line}: ${word.replaceAll(/\s+/g, " ")} (better: ${better})`;
    }),
  );
}

/** Pages without what they quote as code. */
const pages = globSync(["*.md", "docs/**/*.md", "examples/*/README.md"], { cwd: root })
  .filter((path) => !path.startsWith("docs/rules/"))
  .sort();

test.each(pages)("%s is plain English", (path) => {
  const text = readFileSync(join(root, path), "utf8");
  expect(found(text.replaceAll(/`[^`\n]*`/g, "``"))).toEqual([]);
});
