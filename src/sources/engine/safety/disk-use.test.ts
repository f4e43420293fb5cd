import { link, mkdir, open, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folderOf } from "../../../../test/cli/run-cli.ts";
import { diskUse } from "./disk-use.ts";

it.runIf(process.platform === "linux")("counts allocated bytes, each file once, without following links", async () => {
  await using outside = await folderOf({ "secret/large": "x".repeat(1_000_000) });
  await using folder = await folderOf({ "a/file": "y".repeat(100_000) });
  await link(join(folder.path, "a/file"), join(folder.path, "again"));
  await symlink(join(outside.path, "secret"), join(folder.path, "way-out"));
  await writeFile(join(folder.path, "holes"), "");
  await truncate(join(folder.path, "holes"), 1_000_000_000);
  const { bytes, files, tooDeep } = await diskUse([folder.path]);
  expect(bytes).toBeGreaterThanOrEqual(100_000);
  expect(bytes).toBeLessThan(200_000);
  expect([files, tooDeep]).toEqual([5, false]);
  expect(await diskUse([join(folder.path, "missing")])).toEqual({ bytes: 0, files: 0, tooDeep: false });
});

it.runIf(process.platform === "linux")("stops at its limits and at excessive nesting", async () => {
  await using many = await folderOf({});
  for (let at = 0; at < 50; at++) {
    await mkdir(join(many.path, String(at)));
    await writeFile(join(many.path, String(at), "f"), "x".repeat(10_000));
  }
  const { files, bytes } = await diskUse([many.path], { bytes: Infinity, files: 55 });
  expect(files).toBeGreaterThan(55);
  expect(files).toBeLessThan(60);
  expect(bytes).toBeLessThan(300_000);
  await using deep = await folderOf({});
  let at = await open(deep.path);
  for (let depth = 0; depth < 250; depth++) {
    const here = `/proc/self/fd/${at.fd}`;
    await mkdir(`${here}/d`);
    const next = await open(`${here}/d`);
    await at.close();
    at = next;
  }
  await at.close();
  expect(await diskUse([deep.path])).toMatchObject({ tooDeep: true });
});
