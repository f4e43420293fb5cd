import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import type { MemoryImage } from "../../../test/images/read-members.ts";
import { imageOf } from "../../../test/images/read-members.ts";
import { parseConfig } from "../../sources/image/archive/config.ts";
import { hashFiles } from "../../sources/image/layers/hash-files.ts";
import { readImage } from "../../sources/image/layers/read-image.ts";
import { compareConfig } from "./compare-config.ts";
import { compareImages, doubtfulFiles } from "./compare-images.ts";

async function compare(left: Member[][], right: Member[][], more: MemoryImage = {}) {
  const [a, b] = [imageOf(left, more), imageOf(right, more)];
  const [readA, readB] = [await readImage(a, { probes: [] }), await readImage(b, { probes: [] })];
  const doubtful = doubtfulFiles(readA, readB);
  const hashes = { a: await hashFiles(a, doubtful.a), b: await hashFiles(b, doubtful.b) };
  return {
    hashed: hashes.a.size + hashes.b.size,
    differences: compareImages(readA, readB, hashes).map(({ path, change }) => `${path} ${change}`),
  };
}

const base: Member[] = [
  { path: "etc/" },
  { path: "etc/passwd", content: "root" },
  { path: "bin/sh", content: "elf", mode: 0o755 },
  { path: "lib", type: "symlink", link: "usr/lib" },
];

describe("compareImages", () => {
  it("finds no difference between an image and itself without reading content", async () => {
    expect(await compare([base], [base])).toEqual({ hashed: 0, differences: [] });
  });

  it("finds no difference when the same files are in other layers", async () => {
    expect(await compare([base], [base.slice(0, 2), base.slice(2)])).toEqual({ hashed: 4, differences: [] });
  });

  it("names each kind of difference", async () => {
    const left: Member[] = [
      { path: "content", content: "aaaa" },
      { path: "grown", content: "a" },
      { path: "gone", content: "a" },
      { path: "mode", content: "a" },
      { path: "owner", content: "a" },
      { path: "caps", content: "a" },
      { path: "link", type: "symlink", link: "x" },
      { path: "type", content: "a" },
    ];
    const right: Member[] = [
      { path: "content", content: "aaab" },
      { path: "grown", content: "aa" },
      { path: "mode", content: "a", mode: 0o4755 },
      { path: "owner", content: "a", uid: 1 },
      { path: "caps", content: "a", xattrs: { "security.capability": Buffer.from([1]) } },
      { path: "link", type: "symlink", link: "y" },
      { path: "type/" },
      { path: "new", content: "a" },
    ];
    expect((await compare([base, left], [base, right])).differences).toEqual([
      "/caps xattrs",
      "/content content",
      "/gone removed",
      "/grown content",
      "/link link",
      "/mode mode",
      "/new added",
      "/owner owner",
      "/type type",
    ]);
  });

  it("resolves hard links for any order of names", async () => {
    const left: Member[] = [
      { path: "a", content: "same" },
      { path: "b", type: "hardlink", link: "a" },
    ];
    const right: Member[] = [
      { path: "b", content: "same" },
      { path: "a", type: "hardlink", link: "b" },
    ];
    expect((await compare([left], [right])).differences).toEqual([]);
    const other: Member[] = [
      { path: "b", content: "othe" },
      { path: "a", type: "hardlink", link: "b" },
    ];
    expect((await compare([left], [other])).differences).toEqual(["/a content", "/b content"]);
  });

  it("compares a file of a shared layer with its replacement in a later layer", async () => {
    expect((await compare([base], [base, [{ path: "etc/passwd", content: "evil" }]])).differences).toEqual([
      "/etc/passwd content",
    ]);
    expect((await compare([base], [base, [{ path: "etc/passwd", content: "root" }]])).differences).toEqual([]);
  });

  it("reports a deleted file as removed", async () => {
    expect((await compare([base], [base, [{ path: "bin/.wh.sh" }]])).differences).toEqual(["/bin/sh removed"]);
  });
});

describe("compareConfig", () => {
  const config = (value: Record<string, unknown>) =>
    parseConfig(Buffer.from(JSON.stringify({ config: value, rootfs: { diff_ids: [] } })), "test");

  it("ignores order, hullproof's labels, and absent against empty", () => {
    const a = config({
      Env: ["A=1", "B=2"],
      Cmd: [],
      User: "",
      Labels: { "hullproof.run": "1", k: "v" },
      Healthcheck: { Test: ["CMD", "x"], Retries: 3 },
    });
    const b = config({
      Env: ["B=2", "A=1"],
      Cmd: null,
      Labels: { k: "v" },
      Healthcheck: { Retries: 3, Test: ["CMD", "x"] },
    });
    expect(compareConfig(a, b)).toEqual([]);
  });

  it("names each setting that differs", () => {
    const a = config({
      User: "app",
      Env: ["A=1", "C=3"],
      Cmd: ["a"],
      ExposedPorts: { "80/tcp": {} },
      StopSignal: "SIGINT",
    });
    const b = config({
      Env: ["A=2", "B=x=y"],
      Cmd: ["a", "b"],
      Volumes: { "/data": {} },
      Entrypoint: ["sh"],
      WorkingDir: "/w",
      Labels: { k: "v" },
      Healthcheck: { Test: ["NONE"] },
    });
    expect(compareConfig(a, b).map(({ setting, before, after }) => [setting, before, after])).toEqual([
      ["Cmd", '["a"]', '["a","b"]'],
      ["Entrypoint", undefined, '["sh"]'],
      ["Env.A", "1", "2"],
      ["Env.B", undefined, "x=y"],
      ["Env.C", "3", undefined],
      ["ExposedPorts", '["80/tcp"]', undefined],
      ["Healthcheck", undefined, '{"Test":["NONE"]}'],
      ["Labels.k", undefined, "v"],
      ["StopSignal", "SIGINT", undefined],
      ["User", "app", undefined],
      ["Volumes", undefined, '["/data"]'],
      ["WorkingDir", undefined, "/w"],
    ]);
  });
});
