import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchFolders } from "./watch-folders.ts";

const quick = { quietMs: 20, mostMs: 500, lookMs: 60_000, pollMs: 20 };
/** The kernel has no free watches. */
const none = (() => {
  throw Object.assign(new Error("ENOSPC: System limit for number of file watchers reached"), { code: "ENOSPC" });
}) as unknown as typeof watch;

let cwd: string;
let stop: AbortController;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "hullproof-watch-"));
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  rmSync(cwd, { recursive: true });
});
const at = (name: string) => join(cwd, name);

describe.each([
  ["told by the system", watch],
  ["looked at", none],
])("changes that are %s", (_, how) => {
  const following = () => {
    writeFileSync(at("a"), "1");
    const watched = watchFolders(quick, how);
    watched.follow([cwd], []);
    return watched;
  };
  it.each<[string, string, () => void]>([
    ["written in place", "a", () => writeFileSync(at("a"), "22")],
    ["made", "b", () => writeFileSync(at("b"), "1")],
    ["removed", "a", () => rmSync(at("a"))],
    ["renamed", "b", () => renameSync(at("a"), at("b"))],
    [
      "saved by renaming over it",
      "a",
      () => {
        writeFileSync(at("a.tmp"), "22");
        renameSync(at("a.tmp"), at("a"));
      },
    ],
    ["a folder", "d", () => mkdirSync(at("d"))],
  ])("%s", async (__, name, act) => {
    using watched = following();
    act();
    expect(await watched.changed(stop.signal)).toContain(at(name));
  });

  it("reports a folder that replaced another", async () => {
    mkdirSync(at("d"));
    using watched = watchFolders(quick, how);
    watched.follow([cwd, at("d")], []);
    rmSync(at("d"), { recursive: true });
    mkdirSync(at("d"));
    expect(await watched.changed(stop.signal)).not.toEqual([]);
    watched.follow([cwd, at("d")], []);
    writeFileSync(at("d/new"), "1");
    expect(await watched.changed(stop.signal)).toContain(at("d/new"));
  });

  it("reports a new file", async () => {
    using watched = watchFolders(quick, how);
    watched.follow([], [at("later")]);
    writeFileSync(at("later"), "1");
    expect(await watched.changed(stop.signal)).toContain(at("later"));
  });

  it("stops on the signal", async () => {
    using watched = following();
    const waiting = watched.changed(stop.signal);
    stop.abort();
    expect(await waiting).toEqual([]);
    expect(await watched.changed(stop.signal)).toEqual([]);
  });
});

it("detects a change of a link's target by scanning", async () => {
  const other = mkdtempSync(join(tmpdir(), "hullproof-watch-"));
  writeFileSync(join(other, "target"), "1");
  symlinkSync(join(other, "target"), at("link"));
  using watched = watchFolders(quick, none);
  watched.follow([cwd], []);
  writeFileSync(join(other, "target"), "22");
  expect(await watched.changed(stop.signal)).toEqual([at("link")]);
  rmSync(other, { recursive: true });
});

it("reports why events are missing, and keeps no more watches than folders", () => {
  using unheard = watchFolders(quick, none);
  unheard.follow([cwd], []);
  expect(unheard.unheard).toContain("ENOSPC");
  const folders = Array.from({ length: 20 }, (_, index) => at(String(index)));
  for (const folder of folders) mkdirSync(folder);
  using heard = watchFolders(quick);
  for (let round = 0; round < 3; round++) heard.follow(folders, []);
  expect([heard.heard, heard.unheard]).toEqual([20, undefined]);
  heard.follow(folders.slice(0, 3), []);
  expect(heard.heard).toBe(3);
  heard[Symbol.dispose]();
  expect(heard.heard).toBe(0);
});
