import { matchesGlob } from "node:path";
import fc from "fast-check";
import ignore from "ignore";
import { describe, expect, it } from "vitest";
import { long } from "../../../test/long.ts";
import { workLimit } from "../work-limit.ts";
import { dockerGlob, goGlob } from "./docker-glob.ts";
import { gitIgnore } from "./git-ignore.ts";
import { pathGlob } from "./path-glob.ts";

const fits = (pattern: string, path: string): boolean => {
  const read = pathGlob(pattern);
  return "glob" in read && read.glob.fits(path);
};

describe("hullproof.yaml's globs", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "A", "1"), minLength: 1, maxLength: 4 });
  const path = fc
    .array(
      fc.oneof(
        name,
        name.map((text) => `.${text}`),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join("/"));
  const piece = fc.constantFrom(
    "a",
    "b",
    "1",
    "*",
    "?",
    "[ab]",
    "[!a]",
    "[^b]",
    "[a-b1]",
    "{a,b}",
    "{a,b*,1{1,b}}",
    "[[:digit:]]",
    "{1..3}",
  );
  const segment = fc.oneof(
    { weight: 3, arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((all) => all.join("")) },
    fc.constantFrom("**", "*", ".a", ".*"),
  );
  const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => all.join("/"));

  it("agrees with Node's matchesGlob", () => {
    fc.assert(
      fc.property(pattern, path, (one, other) => {
        expect([one, other, fits(one, other)]).toEqual([one, other, matchesGlob(other, one)]);
      }),
      { numRuns: long ? 3_000 : 1_000 },
    );
  });

  it.each([
    ["**/Dockerfile", "Dockerfile", true],
    ["**/Dockerfile", "a/b/Dockerfile", true],
    ["**/Dockerfile", ".github/Dockerfile", false],
    ["a/**", "a", false],
    ["**", "a/b", true],
    ["a//b", "a/b", true],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["a?", "a😀", true],
    ["{a", "{a", true],
    ["a{}", "a{}", true],
    ["[", "[", true],
    ["[b-a]", "b", false],
    ["", "", true],
  ])("%j on %j: %j", (glob, other, answer) => expect(fits(glob, other)).toBe(answer));

  it.each([
    "+(a|b)",
    "x/@(a)",
    "!(a)",
    "{a,b}".repeat(9),
    "{1..300}",
    "{".repeat(20) + "a,b" + "}".repeat(20),
    "a".repeat(4_097),
  ])("refuse %j", (glob) => expect(pathGlob(glob)).toHaveProperty("refused"));
});

describe(".gitignore", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "-", "!"), minLength: 1, maxLength: 3 });
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((all) => all.join("/"));
  const piece = fc.constantFrom("a", "b", "*", "?", "[ab]", "[!a]", "[^b]", "[a-b]", "\\a");
  const segment = fc.oneof(
    fc.array(piece, { minLength: 1, maxLength: 3 }).map((all) => all.join("")),
    fc.constant("**"),
  );
  const line = fc
    .tuple(
      fc.boolean(),
      fc.boolean(),
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.constantFrom("", " ", "\r"),
    )
    .map(
      ([not, top, all, folder, end]) => `${not ? "!" : ""}${top ? "/" : ""}${all.join("/")}${folder ? "/" : ""}${end}`,
    );

  it("agrees with the package `ignore` for paths without parent folders", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), path, fc.boolean(), (lines, other, isFolder) => {
        const text = lines.join("\n");
        const ours = gitIgnore(text);
        // `ignore` asks of the folders above, too; so does whoever walks a tree.
        const parts = other.split("/");
        const above = parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("/"));
        fc.pre(above.every((folder) => ours.says(folder, true) === undefined));
        const theirs = ignore({ ignorecase: false })
          .add(text)
          .test(other + (isFolder ? "/" : ""));
        expect([text, other, ours.says(other, isFolder) === true]).toEqual([text, other, theirs.ignored]);
      }),
      { numRuns: long ? 3_000 : 1_000 },
    );
  });

  it.each([
    ["***/**/\n", "b", undefined],
    ["***/b\n", "b", true],
    ["***/b\n", "a/c/b", true],
    ["a/***\n", "a/c/b", true],
    ["a/***/b\n", "a/b", true],
    ["**\\/b\n", "a/b", true],
    ["x***/b\n", "a/b", undefined],
    ["a\\ \n", "a ", true],
    ["a  \n", "a", true],
    ["\\#a\n", "#a", true],
    ["#a\n", "#a", undefined],
    ["\\!a\n", "!a", true],
    ["[[:upper:]]*\n", "Ab", true],
    ["[[:upper:]]*\n", "ab", undefined],
    ["[]-]\n", "]", true],
    ["[a\n", "[a", undefined],
    ["a\\", "a\\", undefined],
    ["*\n!*.md\n", "x.md", false],
    ["\uFEFFa\n", "a", true],
    ["A\n", "a", undefined],
    ["a/**/b\n", "a/b", true],
    ["a/**\n", "a", undefined],
    ["**a\n", "x/ya", true],
    ["a**/b\n", "ax/y/b", undefined],
  ])("%j says of %j: %j", (text, other, answer) => expect(gitIgnore(text).says(other, false)).toBe(answer));
});

describe("Go's filepath.Match", () => {
  // https://go.dev/src/path/filepath/match_test.go, by what each shows.
  it.each([
    ["*", "a/b", false],
    ["a*/b", "abc/b", true],
    ["a[^bc]", "ad", true],
    ["a[!b]", "a!", true],
    ["a[\\-x]", "a-", true],
    ["[\\]a]", "]", true],
    ["a???b", "a☺☻cb", true],
    ["a\\*b", "a*b", true],
    ["**/a", "x/a", true],
    ["**/a", "x/y/a", false],
  ])("%j on %j: %j", (pattern, text, answer) => expect(goGlob(pattern)?.fits(text)).toBe(answer));

  it.each(["[]a]", "[-]", "[x-]", "[-x]", "[", "[^", "a[", "\\", "[a-\\]"])("%j is no pattern", (pattern) =>
    expect(goGlob(pattern)).toBeUndefined(),
  );
});

// Each is exponential or cubic for a matcher that tries again from where it failed.
const hostile: Readonly<Record<string, readonly [pattern: string, text: string]>> = {
  "stars between letters": ["*a".repeat(28) + "b", "a".repeat(250)],
  "folders between folders": ["**/".repeat(30) + "b", "a/".repeat(100) + "c"],
  "folders and stars": ["**/*a*".repeat(20) + "b", "a/aa/".repeat(80)],
  "any letter and stars": ["?*".repeat(100) + "b", "a".repeat(2_000)],
  "stars and classes": ["*[a-z]".repeat(100) + "9", "a".repeat(2_000)],
  "double stars in a row": ["**".repeat(1_000) + "b", "a".repeat(2_000)],
  "stars in a row": ["*".repeat(2_000) + "b", "a".repeat(2_000)],
  "letters before stars": ["a*".repeat(500), "a".repeat(2_000) + "b"],
  "a class of many ranges": ["[" + "a-b".repeat(1_300) + "]*x", "a".repeat(2_000)],
  "folders of folders": ["**/a/**/".repeat(200) + "b", "a/".repeat(1_000)],
  "braces of stars": ["{*a,*b}".repeat(8) + "c", "ab".repeat(100)],
  "astral letters": ["*😀".repeat(50) + "b", "😀".repeat(500)],
};

describe("hostile patterns", () => {
  it.each(Object.keys(hostile))("%s take at most pattern times text steps", (name) => {
    const [pattern, text] = hostile[name] ?? ["", ""];
    // The limit throws when it is exceeded. Braces multiply the patterns.
    const most = (name.startsWith("braces") ? 256 : 1) * (2 * pattern.length + 2) * (text.length + 1);
    const read = pathGlob(pattern);
    const globs = [dockerGlob(pattern), goGlob(pattern), "glob" in read ? read.glob : undefined];
    expect(globs).not.toEqual([undefined, undefined, undefined]);
    for (const glob of globs) expect(() => glob?.fits(text, workLimit("test", most), true)).not.toThrow();
    expect(() => gitIgnore(pattern).says(text, false, workLimit("test", most))).not.toThrow();
  });

  it("stops when all patterns together exceed the limit", () => {
    const text = Array.from({ length: 2_000 }, (_, at) => `*a*${at}*b`).join("\n");
    const ignored = gitIgnore(text);
    const limit = workLimit("test", 100_000);
    expect(() => ignored.says("a".repeat(4_000), false, limit)).toThrow("asks for more work than 100,000 steps");
  });
});
