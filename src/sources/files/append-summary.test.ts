import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appendSummary, fitting } from "./append-summary.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-summary-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("appends to earlier text of the step in the same file", async () => {
  const path = join(folder, "summary.md");
  await writeFile(path, "# before\n");
  const { ino } = await stat(path);
  await appendSummary(path, "summary", "# after\n");
  expect(await readFile(path, "utf8")).toBe("# before\n\n# after\n");
  expect((await stat(path)).ino).toBe(ino);
});

it("stays within GitHub's limit over many calls", async () => {
  const path = join(folder, "summary.md");
  const block = `- ${"ü".repeat(997)}\n\n`;
  for (let time = 0; time < 3; time++) await appendSummary(path, "summary", block.repeat(400));
  expect((await stat(path)).size).toBeLessThanOrEqual(1024 * 1024);
  expect(await readFile(path, "utf8")).toMatch(/The rest is left out/);
});

it("does not follow a link", async () => {
  const path = join(folder, "summary.md");
  await symlink(join(folder, "elsewhere"), path);
  await expect(appendSummary(path, "summary", "x")).rejects.toMatchObject({ code: "cannot-write" });
});

it("cuts no fenced block in two", () => {
  const text = `one\n\ntwo\n\n\`\`\`sh\n${"x\n\n".repeat(1_000)}\`\`\`\n`;
  expect(fitting(text, 1_000)).toMatch(/^one\n\ntwo\n\n\*The rest[^`]*$/);
  expect(fitting(text, 10)).toBe("");
  expect(fitting(text, 100_000)).toBe(text);
});
