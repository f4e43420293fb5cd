import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder } from "./cache-folder.ts";
import { whyNotOwn } from "./own-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = "a".repeat(64);
/** What a cache of `at` keeps. */
async function keeps(at: string): Promise<boolean> {
  const cache = cacheFolder(at);
  await cache.put(key, Buffer.from("x"));
  return (await cacheFolder(at).get(key)) !== undefined;
}

describe("a folder of ours", () => {
  it("accepts a folder that only this user can write, existing or not", async () => {
    await mkdir(join(folder, "own"), { mode: 0o700 });
    for (const name of ["own", "not/yet"]) {
      expect(whyNotOwn(join(folder, name))).toBeUndefined();
      expect(await keeps(join(folder, name))).toBe(true);
    }
  });

  it.each([
    ["0777", 0o777, "can be written by every user"],
    ["sticky", 0o1777, "can be written by every user"],
  ])("rejects mode %s", async (_, mode, why) => {
    const at = join(folder, "open");
    await mkdir(at);
    await chmod(at, mode);
    expect(whyNotOwn(at)).toContain(why);
    expect(await keeps(at)).toBe(false);
  });

  it("rejects a folder below one that others can write", async () => {
    await mkdir(join(folder, "a/b"), { recursive: true });
    await chmod(join(folder, "a"), 0o777);
    expect(whyNotOwn(join(folder, "a/b/c"))).toContain("/a can be written by every user");
    expect(await keeps(join(folder, "a/b/c"))).toBe(false);
  });

  it("rejects a file", async () => {
    await writeFile(join(folder, "file"), "");
    expect(whyNotOwn(join(folder, "file"))).toContain("is not a folder");
  });

  it.skipIf(process.getuid?.() !== 0)("rejects folders and links of another user", async () => {
    await mkdir(join(folder, "theirs/deep"), { recursive: true, mode: 0o700 });
    await chown(join(folder, "theirs"), 65_534, 65_534);
    await symlink(join(folder, "theirs/deep"), join(folder, "way"));
    for (const name of ["theirs", "theirs/deep", "theirs/new", "way"]) {
      expect(whyNotOwn(join(folder, name)), name).toContain("belongs to user 65534");
      expect(await keeps(join(folder, name))).toBe(false);
    }
  });
});
