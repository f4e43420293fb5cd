import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leftoverAt } from "./leftover-at.ts";
import { leftoverPlaces } from "./leftover-kinds.ts";

describe("leftoverAt", () => {
  it.each([
    ["/var/lib/apt/lists/archive_Packages", "package-lists", "/var/lib/apt/lists"],
    ["/var/cache/apt/pkgcache.bin", "package-cache", "/var/cache/apt"],
    ["/root/.cache/pip/http/a", "package-cache", "/root/.cache/pip"],
    ["/home/ann/.npm/_cacache/x", "package-cache", "/home/ann/.npm"],
    ["/srv/.npm/_cacache/content-v2/x", "package-cache", "/srv/.npm/_cacache"],
    ["/var/log/dpkg.log", "log", "/var/log/dpkg.log"],
    ["/app/.git/objects/aa/bb", "vcs", "/app/.git"],
    ["/app/.git/modules/x/.hg/store", "vcs", "/app/.git"],
    ["/tmp/src/.git/HEAD", "temporary", "/tmp"],
    ["/app/build/CMakeFiles/x.o", "build", "/app/build/CMakeFiles"],
    ["/app/src/x.o", "build", "/app/src/x.o"],
    ["/app/.DS_Store", "workspace", "/app/.DS_Store"],
    ["/usr/share/doc/bash/copyright", "docs", "/usr/share/doc"],
    ["/usr/share/locale/de/LC_MESSAGES/a.mo", "locale", "/usr/share/locale"],
    ["/home/ann/.gradle/caches/x", "package-cache", "/home/ann/.gradle/caches"],
    ["/app/.gradle/checksums/x", "build", "/app/.gradle"],
  ])("%s", (file, kind, path) => {
    const found = leftoverAt(file);
    expect([found?.place.kind, found?.path]).toEqual([kind, path]);
  });

  it.each([
    "/var/lib/apt/listsx/a",
    "/var/lib/apt",
    "/home/.npm",
    "/home/ann/x/.cache/pip/a",
    "/usr/lib/python3/__pycache__/a.pyc",
    "/app/target/app.jar",
    "/usr/src/app/server.js",
    "/app/.gitignore",
    "/app/.o",
    "/app/constructor",
    "/",
    "",
  ])("%j is none", (file) => {
    expect(leftoverAt(file)).toBeUndefined();
  });

  it("matches any path without failing", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("home", "root", "*", "", ".git", ".cache", "pip", "a.o", "..")), (parts) => {
        const path = `/${parts.join("/")}`;
        expect(path.startsWith(leftoverAt(path)?.path ?? "/")).toBe(true);
      }),
    );
  });
});

it("has a source for each place, and a reason for each unsafe one", () => {
  expect(leftoverPlaces.filter(({ source }) => source.length < 5)).toEqual([]);
  expect(leftoverPlaces.filter(({ safe, unless }) => safe === (unless !== undefined))).toEqual([]);
  const keys = leftoverPlaces.map(({ where }) => JSON.stringify(where));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
