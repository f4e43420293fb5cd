import { describe, expect, it } from "vitest";
import { lexically, relativeTo, shortName, within } from "./paths.ts";

describe("within", () => {
  it.each([
    ["/a", "/a", true],
    ["/a", "/a/b", true],
    ["/a", "/ab", false],
    ["/a", "/", false],
    ["/", "/etc", false],
    ["/", "/", false],
  ])("%s contains %s: %s", (folder, path, expected) => {
    expect(within(folder, path)).toBe(expected);
  });
});

describe("lexically", () => {
  it.each([
    ["/w", "data", "/w/data"],
    ["/w", "/etc/x", "/etc/x"],
    ["/w/a", "../b/./c//d/", "/w/b/c/d"],
    ["/w", "../../../etc", "/etc"],
    ["/w", ".", "/w"],
    ["/", "/d/", "/d"],
    ["/", "/d/../e", "/e"],
    ["/", "..", "/"],
  ])("from %s, %s is %s", (base, path, expected) => expect(lexically(base, path)).toBe(expected));
});

describe("relativeTo and shortName", () => {
  it.each([
    ["/w/a", "/w/a/data", "data", "data"],
    ["/w/a", "/w/a", ".", "."],
    ["/w/a", "/w", "..", ".."],
    ["/w/a/b", "/w/c", "../../c", "../../c"],
    ["/w/a", "/etc", "../../etc", "/etc"],
    ["/w/a/b/c", "/w/x", "../../../x", "../../../x"],
    ["/w/a/b/c/d", "/w/x", "../../../../x", "/w/x"],
    ["/w", "/w/a/b", "a/b", "a/b"],
    ["/", "/etc", "etc", "/etc"],
  ])("from %s, %s is %s, called %s", (folder, path, relative, short) => {
    expect(relativeTo(folder, path)).toBe(relative);
    expect(shortName(folder, path)).toBe(short);
  });
});
