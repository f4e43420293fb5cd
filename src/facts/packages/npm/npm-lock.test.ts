import { expect, test } from "vitest";
import { isShown, listed, probeFile } from "../../../../test/probe-file.ts";
import npmLock from "../ecosystems/npm-lock.ts";

const read = (lock: unknown) => probeFile(npmLock, "/app/package-lock.json", JSON.stringify(lock));

test("reads versions 2 and 3: a table by folder", () => {
  const extract = read({
    lockfileVersion: 3,
    packages: {
      "": { name: "app", version: "1.0.0", dependencies: { a: "1" } },
      "node_modules/a": { version: "1.0.0", license: "MIT", dependencies: { b: "1" }, peerDependencies: { c: "1" } },
      "node_modules/a/node_modules/@s/b": { version: "2.0.0" },
      "node_modules/alias": { name: "real", version: "3.0.0" },
      "node_modules/onlydev": { version: "1.0.0", dev: true },
      "node_modules/both": { version: "1.0.0", devOptional: true },
      "node_modules/ws": { resolved: "packages/ws", link: true },
      "packages/ws": { version: "1.0.0" },
      "node_modules/tar": { version: "file:x.tgz", resolved: "file:x.tgz" },
      "node_modules/win": { version: "1.0.0", optional: true, os: ["win32"] },
      "node_modules/notwin": { version: "1.0.0", optional: true, os: ["!win32"] },
      "node_modules/lin": { version: "1.0.0", optional: true, os: ["darwin", "linux"] },
      "node_modules/again/node_modules/a": { version: "1.0.0" },
      "node_modules/noversion": {},
      "node_modules/odd": null,
      "node_modules/odder": ["1.0.0"],
    },
    dependencies: { ignored: { version: "9.9.9" } },
  });
  expect(listed(extract)).toEqual(["@s/b 2.0.0", "a 1.0.0", "both 1.0.0", "lin 1.0.0", "notwin 1.0.0", "real 3.0.0"]);
  expect(extract?.packages?.[0]).toEqual({
    name: "a",
    version: "1.0.0",
    licenses: ["MIT"],
    dependsOn: ["b", "c"],
    declared: true,
  });
});

test("reads version 1: nested tables", () => {
  const extract = read({
    lockfileVersion: 1,
    dependencies: {
      a: { version: "1.0.0", requires: { b: "^2" }, dependencies: { b: { version: "2.0.0", dev: false } } },
      d: { version: "1.0.0", dev: true, dependencies: { e: { version: "1.0.0", dev: true } } },
      alias: { version: "npm:@s/real@3.0.0" },
      local: { version: "file:../local" },
      odd: "1.0.0",
      requiresTrue: { version: "1.0.0", requires: true },
    },
  });
  expect(listed(extract)).toEqual(["@s/real 3.0.0", "a 1.0.0", "b 2.0.0", "requiresTrue 1.0.0"]);
  expect(extract?.packages?.find(({ name }) => name === "a")?.dependsOn).toEqual(["b"]);
});

test("accepts a few hundred levels in version 1 and refuses more", () => {
  const nested = (levels: number) => `${'{"dependencies":{"a":'.repeat(levels)}{"version":"1"}${"}}".repeat(levels)}`;
  expect(listed(probeFile(npmLock, "/app/package-lock.json", nested(200)))).toEqual(["a 1"]);
  expect(() => probeFile(npmLock, "/app/package-lock.json", nested(1_000_000))).toThrow("nested too deeply");
});

test("reads 30 MB", () => {
  const packages: Record<string, unknown> = {};
  for (let at = 0; at < 120_000; at++) {
    packages[`node_modules/p${at}`] = { version: "1.0.0", resolved: "r".repeat(100), integrity: "i".repeat(95) };
  }
  const text = JSON.stringify({ lockfileVersion: 3, packages });
  expect(text.length).toBeGreaterThan(30_000_000);
  expect(probeFile(npmLock, "/app/package-lock.json", text)?.packages).toHaveLength(120_000);
});

test("ignores lock files of installed packages", () => {
  expect(isShown(npmLock, "/srv/npm-shrinkwrap.json")).toBe(true);
  expect(isShown(npmLock, "/srv/node_modules/a/package-lock.json")).toBe(false);
  expect(isShown(npmLock, "/usr/lib/python3/site-packages/x/package-lock.json")).toBe(false);
});

test("reports damage", () => {
  expect(() => probeFile(npmLock, "/app/package-lock.json", "{")).toThrow("it is not valid JSON");
  expect(() => probeFile(npmLock, "/app/package-lock.json", "[]")).toThrow("it is not a JSON object");
  expect(read({})).toBeUndefined();
  expect(read({ packages: [], dependencies: 7 })).toBeUndefined();
});
