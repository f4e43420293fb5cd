import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprints, markUnread } from "./read-marks.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text = "x") => writeFileSync(join(folder, name), text);

test("detects files that were read since, including replaced and removed ones", () => {
  mkdirSync(join(folder, "sub"));
  for (const name of ["log", "read", "replaced", "removed", "left", "sub/deep"]) put(name);
  using marks = markUnread(folder, () => true);
  if (marks === undefined) return expect(process.platform).not.toBe("linux");
  expect(marks.read()).toEqual([]);
  appendFileSync(join(folder, "log"), "more");
  readFileSync(join(folder, "read"));
  readFileSync(join(folder, "sub/deep"));
  readFileSync(join(folder, "replaced"));
  put("new");
  renameSync(join(folder, "new"), join(folder, "replaced"));
  readFileSync(join(folder, "removed"));
  rmSync(join(folder, "removed"));
  put("read", "anew");
  expect(marks.read()).toEqual([
    { path: "/read", written: true },
    { path: "/removed", written: false },
    { path: "/replaced", written: false },
    { path: "/sub/deep", written: false },
  ]);
});

test("follows no link, and marks only selected files", () => {
  put("file");
  const outside = join(tmpdir(), `hullproof-test-${process.pid}-outside`);
  writeFileSync(outside, "x");
  try {
    symlinkSync(outside, join(folder, "link"));
    using marks = markUnread(folder, (path) => path !== "/file");
    readFileSync(outside);
    readFileSync(join(folder, "file"));
    expect(marks?.read() ?? []).toEqual([]);
  } finally {
    rmSync(outside);
  }
});

test("counts files beyond the limit as read", () => {
  for (let at = 0; at < 600; at++) put(`${at}`);
  using marks = markUnread(folder, () => true);
  if (marks !== undefined) expect(marks.read()).toHaveLength(600 - 512);
});

test("returns undefined for a missing folder", () => {
  expect(markUnread(join(folder, "none"), () => true)).toBeUndefined();
});

test("returns equal fingerprints for equal contents", () => {
  for (const [name, text] of [
    ["a", "same"],
    ["b", "same"],
    ["c", "other"],
    ["empty", ""],
  ] as const)
    put(name, text);
  const found = fingerprints(folder, (_, { size }) => size > 0);
  expect([...found.keys()]).toEqual(["/a", "/b", "/c"]);
  expect(found.get("/a")).toBe(found.get("/b"));
  expect(found.get("/a")).not.toBe(found.get("/c"));
});

test("omits a file that is too long to compare", () => {
  put("long", "x".repeat(2 * 1024 * 1024));
  put("short");
  expect([...fingerprints(folder, () => true).keys()]).toEqual(["/short"]);
});
