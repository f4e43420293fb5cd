import { expect, test } from "vitest";
import { isShown, listed, probeFile } from "../../../../test/probe-file.ts";
import npm from "../ecosystems/npm.ts";

const read = (path: string, manifest: unknown) =>
  probeFile(npm, path, typeof manifest === "string" ? manifest : JSON.stringify(manifest))?.packages?.[0];

test("reads purl, license, dependencies and folder from a package's manifest", () => {
  const manifest = {
    name: "@scope/tool",
    version: "1.2.3",
    license: "MIT",
    dependencies: { a: "^1", alias: "npm:real@^2", "other-alias": "npm:@scope/real@2" },
    optionalDependencies: { b: "1" },
    peerDependencies: { c: "*", d: "*" },
    peerDependenciesMeta: { d: { optional: true } },
    devDependencies: { e: "*" },
  };
  expect(read("/app/node_modules/@scope/tool/package.json", manifest)).toEqual({
    name: "@scope/tool",
    version: "1.2.3",
    namespace: "@scope",
    purlName: "tool",
    licenses: ["MIT"],
    dependsOn: ["a", "real", "@scope/real", "b", "c"],
    owns: ["/app/node_modules/@scope/tool/"],
  });
});

test.each([
  ["/usr/local/lib/node_modules/npm/package.json", "hoisted"],
  ["/app/node_modules/a/node_modules/npm/package.json", "nested"],
  ["/app/node_modules/.pnpm/npm@1.0.0_peer@2/node_modules/npm/package.json", "pnpm's store"],
])("%s is a package (%s)", (path) => {
  const found = read(path, { name: "npm", version: "1.0.0", private: true });
  expect(found?.owns).toEqual([path.slice(0, -"package.json".length)]);
});

test.each([
  [{ license: "MIT OR Apache-2.0" }, ["MIT OR Apache-2.0"]],
  [{ license: { type: "BSD", url: "x" } }, ["BSD"]],
  [{ license: ["MIT", { type: "ISC" }] }, ["MIT", "ISC"]],
  [{ licenses: [{ type: "MIT" }, { type: "GPL" }, "ISC", null, 7] }, ["MIT", "GPL", "ISC"]],
  [{ licenses: { type: "MIT" } }, ["MIT"]],
  [{ license: "MIT", licenses: ["MIT"] }, ["MIT"]],
  [{ license: { url: "x" } }, undefined],
  [{ license: "" }, undefined],
  [{ license: null }, undefined],
  [{}, undefined],
])("licenses of %j", (fields, licenses) => {
  expect(read("/n/node_modules/a/package.json", { name: "a", version: "1", ...fields })?.licenses).toEqual(licenses);
});

test("counts a public manifest outside node_modules, which owns only a folder with its name", () => {
  const yarn = { name: "yarn", version: "1.22.22" };
  expect(read("/opt/yarn-v1.22.22/package.json", yarn)?.owns).toEqual(["/opt/yarn-v1.22.22/"]);
  expect(read("/opt/yarn/package.json", yarn)?.owns).toEqual(["/opt/yarn/"]);
  expect(read("/usr/local/package.json", yarn)?.owns).toEqual(["/usr/local/package.json"]);
  expect(read("/package.json", yarn)?.owns).toEqual(["/package.json"]);
  expect(read("/app/package.json", { ...yarn, private: true })).toBeUndefined();
  expect(read("/app/package.json", { name: "app" })).toBeUndefined();
});

test("ignores markers and test folders inside a package and counts copies of other packages", () => {
  const inside = "/app/node_modules/big/vendor/copy/package.json";
  expect(read(inside, { type: "module" })).toBeUndefined();
  expect(read(inside, { name: "copy" })).toBeUndefined();
  expect(read(inside, { name: "big", version: "1.0.0" })).toBeUndefined();
  expect(read(inside, { name: "fixture", version: "0.0.0", private: true })).toBeUndefined();
  expect(read(inside, { name: "copy", version: "2.0.0" })?.owns).toEqual(["/app/node_modules/big/vendor/copy/"]);
  expect(read("/app/node_modules/rxjs/ajax/package.json", { name: "rxjs/ajax", version: "1.0.0" })).toBeUndefined();
  expect(read("/a/node_modules/.cache/x/package.json", { name: "x", version: "1.0.0", private: true })).toBeUndefined();
});

test.each([
  ["\uFEFF" + '{"name":"a","version":"1.0.0"}', "1.0.0"],
  ['{\r\n"name": "a",\r\n"version": "1.0.0"\r\n}', "1.0.0"],
  ['{"name":"a","version":"1.0.0","version":"2.0.0"}', "2.0.0"],
  ['{"name":"a","version":"v1.0.0"}', "1.0.0"],
  ['{"name":" a ","version":"= 1.0.0"}', "1.0.0"],
])("oddly written: %j", (text, version) => {
  expect(listed(probeFile(npm, "/n/node_modules/a/package.json", text))).toEqual([`a ${version}`]);
});

test.each([
  ['{"name":"a"}'],
  ['{"name":"a","version":""}'],
  ['{"name":"a","version":1}'],
  ['{"name":["a"],"version":"1.0.0"}'],
  ['{"version":"1.0.0"}'],
  [JSON.stringify({ name: "a".repeat(1_000), version: "1" })],
])("no package: %.60s", (text) => {
  expect(probeFile(npm, "/n/node_modules/a/package.json", text)).toBeUndefined();
});

test("reports damage in an installed package only", () => {
  const installed = "/n/node_modules/a/package.json";
  expect(() => probeFile(npm, installed, '{"name":"a"')).toThrow("it is not valid JSON");
  expect(() => probeFile(npm, installed, "")).toThrow("it is not valid JSON");
  expect(() => probeFile(npm, installed, "[]")).toThrow("it is not a JSON object");
  expect(() => probeFile(npm, installed, "null")).toThrow("it is not a JSON object");
  expect(() => probeFile(npm, installed, "[".repeat(100_000))).toThrow("its JSON is nested too deeply");
  expect(probeFile(npm, "/n/node_modules/a/test/broken/package.json", "{")).toBeUndefined();
});

test("ignores dependencies of a wrong type", () => {
  for (const dependencies of [["a"], "a", null, 7, { "": "1" }]) {
    expect(
      read("/n/node_modules/a/package.json", { name: "a", version: "1", dependencies })?.dependsOn,
    ).toBeUndefined();
  }
  const text = '{"name":"a","version":"1","dependencies":{"__proto__":"1","constructor":"1"}}';
  expect(read("/n/node_modules/a/package.json", text)?.dependsOn).toEqual(["__proto__", "constructor"]);
});

test("skips npm's own lists and other files", () => {
  expect(isShown(npm, "/app/node_modules/.package-lock.json")).toBe(false);
  expect(isShown(npm, "/app/node_modules/a/package.json5")).toBe(false);
  expect(isShown(npm, "/app/node_modules/a/package.json", 5 * 1024 * 1024)).toBe(false);
});
