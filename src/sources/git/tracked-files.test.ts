import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readIndex } from "./read-index.ts";
import { trackedFiles } from "./tracked-files.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-git-"));
});
afterEach(() => rm(folder, { recursive: true }));

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd: folder, stdio: "pipe" });
const names = ["Dockerfile", "a/b/Dockerfile", "a/b/c", `long/${"x".repeat(200)}`, "ünï/Dockerfile"];
const fill = async () => {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), name);
  }
};

describe.each([2, 3, 4])("an index of version %d", (version) => {
  it.each(["sha1", "sha256"])("reads an index with %s", async (format) => {
    await fill();
    await writeFile(join(folder, ".gitignore"), "*\n");
    git("init", "-q", `--object-format=${format}`);
    git("config", "index.version", String(version));
    git("add", "-f", ...names);
    // The flag that makes an entry longer.
    if (version === 3) git("update-index", "--skip-worktree", "a/b/c");
    expect([...(trackedFiles(folder)?.names ?? [])].sort()).toEqual([...names].sort());
  });
});

it("reads the index of a worktree", async () => {
  await fill();
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "a");
  git("worktree", "add", "-q", "other");
  expect(trackedFiles(join(folder, "other"))?.names.has("a/b/Dockerfile")).toBe(true);
});

it("returns undefined for a missing, split, damaged or redirected index", async () => {
  await fill();
  expect(trackedFiles(folder)).toBeUndefined();
  git("init", "-q");
  git("add", ".");
  const whole = await readFile(join(folder, ".git/index"));
  git("update-index", "--split-index");
  expect(trackedFiles(folder)).toBeUndefined();
  for (let length = 0; length < whole.length - 20; length += 7)
    expect(readIndex(whole.subarray(0, length))).toBeUndefined();
  for (let at = 4; at < whole.length; at += 3) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    readIndex(changed);
  }
  await rm(join(folder, ".git/index"));
  await symlink("/dev/zero", join(folder, ".git/index"));
  expect(trackedFiles(folder)).toBeUndefined();
});
