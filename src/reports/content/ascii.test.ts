import { expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import { asciiOf, isAscii } from "./ascii.ts";

it("replaces each mark by a one-column sign, and foreign letters by code points", () => {
  const page =
    "── Here ──\n✖ error    Dockerfile:1:13 · base-image\n           1 │ FROM …\n             → move (−36 %)";
  expect(asciiOf(page)).toBe(
    "-- Here --\nx error    Dockerfile:1:13 * base-image\n           1 | FROM ~\n             > move (-36 %)",
  );
  expect(displayWidth(asciiOf(page))).toBe(displayWidth(page));
  expect(asciiOf("\u001b[2mé 漢 😀\u001b[22m")).toBe("\u001b[2m\\u{e9} \\u{6f22} \\u{1f600}\u001b[22m");
});

it.each([
  [{}, "linux", true],
  [{ LANG: "C" }, "linux", true],
  [{ LANG: "C.UTF-8" }, "linux", false],
  [{ LANG: "de_DE.utf8", LC_ALL: "C" }, "linux", true],
  [{ LANG: "C", LC_CTYPE: "UTF-8" }, "darwin", false],
  [{ LANG: "C.UTF-8" }, "win32", true],
  [{ WT_SESSION: "1" }, "win32", false],
  [{ TERM_PROGRAM: "vscode" }, "win32", false],
])("%o on %s: %s", (env, platform, is) => expect(isAscii(env, platform)).toBe(is));
