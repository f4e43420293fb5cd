import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeBack } from "./write-back.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "write-"));
  path = join(folder, "Dockerfile");
  writeFileSync(path, "old\n", { mode: 0o640 });
});
afterEach(() => rmSync(folder, { recursive: true }));

it("keeps the mode, and leaves no file next to it", async () => {
  await writeBack(path, "Dockerfile", "old\n", "new\n");
  expect(readFileSync(path, "utf8")).toBe("new\n");
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(["Dockerfile"]);
});

it("writes the target of a link, and keeps the link", async () => {
  const link = join(folder, "link");
  symlinkSync("Dockerfile", link);
  await writeBack(link, "link", "old\n", "new\n");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(path, "utf8")).toBe("new\n");
});

it.each([
  ["a file that changed", () => writeFileSync(path, "other\n"), "other\n", /changed after it was read/],
  ["a read-only file", () => chmodSync(path, 0o444), "old\n", /read-only/],
])("refuses %s, and keeps it unchanged", async (_, spoil, left, message) => {
  spoil();
  await expect(writeBack(path, "Dockerfile", "old\n", "new\n")).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringMatching(message) as string,
  });
  expect(readFileSync(path, "utf8")).toBe(left);
  expect(readdirSync(folder)).toEqual(["Dockerfile"]);
});

it("refuses to lose bytes that are not UTF-8", async () => {
  const bytes = Buffer.from([0x23, 0xe4, 0x0a]);
  writeFileSync(path, bytes);
  await expect(writeBack(path, "Dockerfile", bytes.toString("utf8"), "new\n")).rejects.toThrow("not UTF-8");
  expect(readFileSync(path).equals(bytes)).toBe(true);
});
