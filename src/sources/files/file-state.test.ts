import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileState } from "./file-state.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  await mkdir(join(folder, "in"));
  await writeFile(join(folder, "in/file"), "one");
});
afterEach(() => rm(folder, { recursive: true }));

it.each(["in/file", "."])("changes only after a write: %s", async (path) => {
  const state = () => JSON.stringify(fileState(join(folder, path)));
  const before = state();
  expect(state()).toBe(before);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await writeFile(join(folder, "in/file"), "two");
  expect(state()).not.toBe(before);
});

it("differs on each call for unreadable files", () => {
  const missing = join(folder, "missing");
  expect(fileState(missing)).not.toEqual(fileState(missing));
});
