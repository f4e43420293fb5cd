import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = (letter: string): string => letter.repeat(64);

describe("cacheFolder", () => {
  it("returns stored bytes only", async () => {
    const cache = cacheFolder(join(folder, "not/yet/there"));
    expect(await cache.get(key("a"))).toBeUndefined();
    await cache.put(key("a"), Buffer.from("alpha"));
    expect(String(await cache.get(key("a")))).toBe("alpha");
    expect(await cache.get(key("b"))).toBeUndefined();
    expect((await stat(join(folder, "not/yet/there"))).mode & 0o077).toBe(0);
  });

  it.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, -3)],
    ["changed", (bytes: Buffer) => Buffer.concat([Buffer.from("X"), bytes.subarray(1)])],
    ["empty", () => Buffer.alloc(0)],
  ])("ignores a file that was %s", async (_name, harm) => {
    const cache = cacheFolder(folder);
    await cache.put(key("a"), Buffer.from("alpha and more"));
    const file = join(folder, `${key("a")}.bin`);
    await writeFile(file, harm(await readFile(file)));
    expect(await cache.get(key("a"))).toBeUndefined();
    await cache.put(key("a"), Buffer.from("again"));
    expect(String(await cache.get(key("a")))).toBe("again");
  });

  it("deletes the least recently used entries, and no foreign files", async () => {
    const cache = cacheFolder(folder, 1_000);
    await writeFile(join(folder, "notes.txt"), "x".repeat(5_000));
    for (const [age, letter] of ["a", "b", "c", "d", "e"].entries()) {
      await cacheFolder(folder, 1_000_000).put(key(letter), Buffer.alloc(220));
      const used = Date.now() / 1_000 - (100 - age) * 60;
      await utimes(join(folder, `${key(letter)}.bin`), used, used);
    }
    await cache.put(key("f"), Buffer.alloc(220));
    const left = await readdir(folder);
    expect(left).toContain("notes.txt");
    expect(left).toContain(`${key("f")}.bin`);
    expect(left).not.toContain(`${key("a")}.bin`);
    expect(left.filter((one) => one.endsWith(".bin")).length).toBeLessThanOrEqual(3);
  });

  it("stores nothing larger than a quarter of its limit", async () => {
    const cache = cacheFolder(folder, 1_000);
    await cache.put(key("a"), Buffer.alloc(300));
    expect(await readdir(folder)).toEqual([]);
  });

  it("ignores a folder without write permission, and leaves no partial file", async () => {
    await writeFile(join(folder, "file"), "");
    const cache = cacheFolder(join(folder, "file"));
    await cache.put(key("a"), Buffer.from("alpha"));
    expect(await cache.get(key("a"))).toBeUndefined();
    expect(await readdir(folder)).toEqual(["file"]);
  });

  it("keeps one complete value of two concurrent writes", async () => {
    const values = Array.from({ length: 8 }, (_, at) => Buffer.alloc(50_000, at));
    await Promise.all(values.map((value) => cacheFolder(folder).put(key("a"), value)));
    const kept = await cacheFolder(folder).get(key("a"));
    expect(values.some((value) => kept?.equals(value))).toBe(true);
    expect(await readdir(folder)).toEqual([`${key("a")}.bin`]);
  });
});
