// Commits with very many files, created with Git's plumbing commands.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openObjects, type ObjectStore } from "./object-store.ts";
import { writeCommit } from "./write-commit.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-commit-"));
  git(["init", "-q"]);
});
afterEach(() => rm(folder, { recursive: true }));

const env = { PATH: process.env["PATH"], HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };
function git(args: readonly string[], input: string | Buffer = ""): string {
  const own = ["-c", "user.name=a", "-c", "user.email=a@a.example"];
  return execFileSync("git", [...own, ...args], { cwd: folder, env, input, stdio: ["pipe", "pipe", "ignore"] })
    .toString()
    .trim();
}
const blob = (content: string | Buffer) => git(["hash-object", "-w", "--stdin"], content);
const tree = (mode: string, id: string, count: number) => {
  const type = mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob";
  const lines = Array.from({ length: count }, (_, at) => `${mode} ${type} ${id}\tn${at}\n`);
  return git(["mktree", "--missing"], lines.join(""));
};
const commit = (top: string) => git(["commit-tree", top, "-m", "x"]);

/** Real objects, with a counter of unpacked ones. */
function counted(): ObjectStore & { readonly reads: string[] } {
  const objects = openObjects({ common: join(folder, ".git") });
  const reads: string[] = [];
  return {
    reads,
    size: (id) => objects.size(id),
    read(id) {
      reads.push(id);
      return objects.read(id);
    },
    [Symbol.dispose]: () => objects[Symbol.dispose](),
  };
}

async function written(
  top: string,
  pack = false,
): Promise<{ readonly out: string; readonly reads: readonly string[] }> {
  const name = commit(top);
  git(["update-ref", "refs/heads/main", name]);
  if (pack) git(["repack", "-adfq"]);
  const out = join(folder, "out");
  mkdirSync(out);
  using objects = counted();
  await writeCommit(name, objects, out);
  return { out, reads: objects.reads };
}

const nested = (leaf: string, width: number, depth: number) => {
  let top = leaf;
  for (let at = 0; at < depth; at++) top = tree("040000", top, width);
  return top;
};

describe("nested equal trees that exceed the limit", () => {
  it.each([
    [10, 40],
    [10, 6],
    [2, 18],
    [2, 150],
    [100, 3],
    [1_000, 2],
    [50, 4],
    [3, 30],
    [500, 2],
  ])("%d wide, %d deep", async (width, depth) => {
    const top = nested(tree("100644", blob("x"), 1), width, depth);
    await expect(written(top)).rejects.toMatchObject({ code: "too-complex" });
    expect(readdirSync(join(folder, "out"))).toEqual([]);
  });
  it.each(["100644", "120000", "160000", "100755"])("reads equal entries of mode %s once", async (mode) => {
    const top = nested(tree(mode, mode === "160000" ? "1".repeat(40) : blob("x"), 500), 500, 1);
    await expect(written(top)).rejects.toMatchObject({ code: "too-complex" });
    expect(readdirSync(join(folder, "out"))).toEqual([]);
  });
});

describe("equal files", () => {
  it.each([false, true])("writes small files, packed: %s", async (pack) => {
    const id = blob("FROM a\n");
    const { out, reads } = await written(nested(tree("100644", id, 20), 10, 1), pack);
    expect(reads.filter((one) => one === id)).toHaveLength(1);
    for (const name of ["n0/n0", "n9/n19"]) expect(readFileSync(join(out, name), "utf8")).toBe("FROM a\n");
  });
  it("writes a program among them", async () => {
    const id = blob("#!/bin/sh\n");
    const top = git(["mktree"], `100644 blob ${id}\ta\n100755 blob ${id}\tb\n`);
    const { out, reads } = await written(top);
    expect(reads.filter((one) => one === id)).toHaveLength(1);
    expect([statSync(join(out, "a")).mode & 0o111, statSync(join(out, "b")).mode & 0o100]).toEqual([0, 0o100]);
  });
  it.each([false, true])("writes large files with their size, but empty, packed: %s", async (pack) => {
    const id = blob(Buffer.alloc(30_000_000));
    const { out, reads } = await written(tree("100644", id, 250), pack);
    expect(reads).not.toContain(id);
    expect(statSync(join(out, "n249"))).toMatchObject({ size: 30_000_000 });
    expect(statSync(join(out, "n249")).blocks).toBeLessThan(64);
  });
  it("counts the bytes of each occurrence", async () => {
    const id = blob(Buffer.alloc(4 * 1024 * 1024, 7));
    await expect(written(tree("100644", id, 300))).rejects.toMatchObject({ code: "too-complex" });
  });
});

describe("reading a large tree", () => {
  const many = () => nested(tree("100644", blob("x"), 100), 100, 1);
  it("aborts with the reason of a signal", async () => {
    const stop = new AbortController();
    const why = new Error("stop");
    using objects = counted();
    const out = join(folder, "out");
    mkdirSync(out);
    const writing = writeCommit(commit(many()), objects, out, { signal: stop.signal });
    stop.abort(why);
    await expect(writing).rejects.toBe(why);
  });
  it("times out", async () => {
    using objects = counted();
    const out = join(folder, "out");
    mkdirSync(out);
    const writing = writeCommit(commit(many()), objects, out, { milliseconds: 1 });
    await expect(writing).rejects.toMatchObject({ code: "timed-out" });
  });
});
