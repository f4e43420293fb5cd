import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import type { Ecosystem } from "../ecosystem.ts";

/** Files whose probes read text, each with a path under which it is shown. */
const paths: Readonly<Record<string, string>> = {
  "bun-lock": "/a/bun.lock",
  "cargo-lock": "/a/Cargo.lock",
  composer: "/a/vendor/composer/installed.json",
  "composer-lock": "/a/composer.lock",
  conda: "/c/conda-meta/a.json",
  cran: "/r/a/DESCRIPTION",
  gem: "/g/specifications/a.gemspec",
  "gem-lock": "/a/Gemfile.lock",
  "hex-lock": "/a/mix.lock",
  npm: "/a/node_modules/b/package.json",
  "npm-lock": "/a/package-lock.json",
  nuget: "/a/a.deps.json",
  "nuget-lock": "/a/packages.lock.json",
  "pnpm-lock": "/a/pnpm-lock.yaml",
  "pub-lock": "/a/pubspec.lock",
  pypi: "/s/a-1.dist-info/METADATA",
  "pypi-lock": "/a/uv.lock",
  "yarn-lock": "/a/yarn.lock",
};
const morePaths: readonly (readonly [string, string])[] = [
  ["pypi", "/s/a-1.dist-info/RECORD"],
  ["pypi", "/s/a-1.egg-info/installed-files.txt"],
  ["pypi-lock", "/a/requirements.txt"],
  ["pypi-lock", "/a/Pipfile.lock"],
];

const folder = new URL("../ecosystems/", import.meta.url);
const probes = new Map<string, Ecosystem>();
for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "index.ts")) {
  const { default: probe } = (await import(new URL(file, folder).href)) as { default: Ecosystem };
  probes.set(probe.name, probe);
}
const cases = [...Object.entries(paths), ...morePaths];

function readAnything(name: string, path: string, bytes: Uint8Array): unknown {
  const probe = probes.get(name);
  if (probe === undefined) throw new TypeError(`there is no probe ${name}`);
  try {
    return probe.read({ path, size: bytes.length, mode: 0o644 }, memoryBody(bytes));
  } catch (error) {
    // A reason is a plain Error with a short text; a TypeError would be a bug of ours.
    expect(Object.getPrototypeOf(error)).toBe(Error.prototype);
    expect((error as Error).message).toMatch(/^[ -~]{5,120}$/);
    return undefined;
  }
}

/** Words of all formats, so that random text gets past the first line. */
const word = fc.constantFrom(
  ..."{ } [ ] [[package]] [package.dependencies] = : , \" ' # \\ ( ) @ / ~ ; \0 \uFEFF é name version dependencies packages snapshots importers default".split(
    " ",
  ),
  ..."targets libraries runtimeTarget source specs: GEM Name: Version: License: Requires-Dist: ==1.0 npm:a@1 resolution: __metadata: s.name null 1e9 true".split(
    " ",
  ),
  "\n",
  "\r\n",
  "\n  ",
  "\n    ",
  "\n      ",
  "# stub: a 1 ruby lib\n",
  " ",
  '"a"',
  '"__proto__"',
  "../",
  "- ",
  "---\n",
  '"""',
);

test.each(cases)("%s: returns a value or a reason for any bytes as %s", (name, path) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readAnything(name, path, bytes)),
    { numRuns: 200 },
  );
});

test.each(cases)("%s: returns plain JSON or a reason for any words as %s", (name, path) => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const value = readAnything(name, path, new TextEncoder().encode(words.join("")));
      if (value !== undefined) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

test.each(cases)("%s: returns plain JSON or a reason for any JSON as %s", (name, path) => {
  const key = fc.constantFrom(
    "name",
    "version",
    "packages",
    "dependencies",
    "license",
    "licenses",
    "default",
    "libraries",
    "targets",
    "os",
    "a/1",
    "node_modules/a",
    "files",
    "depends",
    "require",
    "runtimeTarget",
    "install-path",
    "__proto__",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 1, "", "a", "a/b", "1.0", "package", "../x"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, (json) => void readAnything(name, path, new TextEncoder().encode(JSON.stringify(json)))),
    { numRuns: 300 },
  );
});

// What a regular expression with two ways to match the same text would need years for. The runner's own limit is the judge.
const megabyte = 1024 * 1024;
const long = {
  spaces: `Name:${" ".repeat(megabyte)}x`,
  "quotes and commas": '"a",'.repeat(megabyte / 4),
  "open brackets": `a = ${"[".repeat(megabyte)}`,
  "open tables": `[[package]]\nname = ${"{ name ".repeat(megabyte / 7)}`,
  "a header of spaces": `[${" ".repeat(megabyte)}x`,
  colons: ":".repeat(megabyte),
  "empty lines": "\n".repeat(megabyte),
  "continued lines": `License: a\n${" a\n".repeat(megabyte / 3)}`,
  slashes: `a${"/".repeat(megabyte)}`,
  "at signs": `\n  ${"@".repeat(megabyte)}:\n`,
  "one package again and again": `[[package]]\nname = "a"\nversion = "1"\nsource = "x"\n`.repeat(20_000),
  "hex dependencies": `"a": {:hex, :a, "1", ${"{:b, ".repeat(megabyte / 5)}`,
  "commas of bun": `{"packages":{"a":[${",".repeat(megabyte)}`,
} as const;

test.each(Object.entries(long))("reads a megabyte of %s with every probe", (_, text) => {
  const bytes = new TextEncoder().encode(text);
  for (const [name, path] of cases) readAnything(name, path, bytes);
});

// Ten million small things in one file would be gigabytes of objects.
const many = 300_001;
test.each([
  ["npm-lock", "/a/package-lock.json", `[${"[],".repeat(1_500_001)}1]`, "too many values"],
  ["npm-lock", "/a/package-lock.json", `[${"1,".repeat(4_000_001)}1]`, "too many values"],
  ["bun-lock", "/a/bun.lock", ",".repeat(8_000_002), "too many values"],
  ["pnpm-lock", "/a/pnpm-lock.yaml", `packages:\n${"  a@1:\n".repeat(many)}`, "more than 300,000"],
  ["yarn-lock", "/a/yarn.lock", 'a@1:\n  version "1"\n'.repeat(many), "more than 300,000"],
  ["gem-lock", "/a/Gemfile.lock", `GEM\n  specs:\n${"    a (1)\n".repeat(many)}`, "more than 300,000"],
  ["pypi-lock", "/a/requirements.txt", "a==1\n".repeat(many), "more than 300,000"],
  ["pypi-lock", "/a/uv.lock", '[[package]]\nname="a"\nversion="1"\n'.repeat(many), "more than 300,000"],
  ["pypi", "/s/a-1.dist-info/RECORD", "a\n".repeat(many), "more than 300,000"],
  ["pypi", "/s/a-1.dist-info/METADATA", "a:\n".repeat(many), "more than 300,000"],
])("%s: too much in %s is told, not kept", (name, path, text, reason) => {
  const bytes = new TextEncoder().encode(text);
  expect(() => probes.get(name)?.read({ path, size: bytes.length, mode: 0o644 }, memoryBody(bytes))).toThrow(reason);
});

test("covers every probe, each with a unique name", () => {
  expect(Object.keys(paths).filter((name) => !probes.has(name))).toEqual([]);
  expect(new Set(probes.keys()).size).toBe(
    readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "index.ts").length,
  );
});
