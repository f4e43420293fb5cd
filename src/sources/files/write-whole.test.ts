import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { refuseUnwritable } from "./can-write.ts";
import { writeTogether } from "./write-whole.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const place = (name: string) => ({ path: join(folder, name), shown: name });

it.each([
  ["in a folder that is not there", "none/b"],
  ["that is a folder", "sub"],
  ["in a file", "a/b"],
])("leaves related files unchanged if one cannot be written: one %s", async (_, other) => {
  writeFileSync(join(folder, "a"), "old");
  mkdirSync(join(folder, "sub"));
  for (const files of [
    [place("a"), place(other)],
    [place(other), place("a")],
  ]) {
    const all = files.map((one) => ({ ...one, text: "new" }));
    await expect(writeTogether(all)).rejects.toMatchObject({ code: "cannot-write" });
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("old");
    expect(readdirSync(folder).toSorted()).toEqual(["a", "sub"]);
  }
});

it("writes all other files, over links too", async () => {
  writeFileSync(join(folder, "a"), "old");
  symlinkSync("a", join(folder, "link"));
  await writeTogether(["a", "link", "c"].map((name) => ({ ...place(name), text: name })));
  for (const name of ["a", "link", "c"]) expect(readFileSync(join(folder, name), "utf8")).toBe(name);
});

it.each([
  ["a file that is there", "a", false, undefined],
  ["a new one", "new", false, undefined],
  ["one in a missing folder", "none/new", false, "its folder does not exist"],
  ["folders that are made", "none/new", true, undefined],
  ["folders beneath a file", "a/b/c", true, "not a folder"],
  ["a folder", "sub", false, "it is a folder"],
  ["a folder for files", "sub", true, undefined],
  ["a link that leads nowhere", "lost", false, undefined],
])("checks an output path before the work: %s", (_, name, makesFolders, why) => {
  writeFileSync(join(folder, "a"), "old");
  mkdirSync(join(folder, "sub"));
  symlinkSync("nowhere", join(folder, "lost"));
  const ask = () => refuseUnwritable(place(name), makesFolders);
  if (why === undefined) expect(ask).not.toThrow();
  else expect(ask).toThrow(why);
  expect(readdirSync(folder).toSorted()).toEqual(["a", "lost", "sub"]);
});

it.each(["/dev/null", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/2"])("%s is not on a disk", (path) =>
  expect(() => refuseUnwritable({ path, shown: path })).not.toThrow(),
);
