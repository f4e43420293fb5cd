import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { shellFolder } from "./shell-folder.ts";

it("returns the shell's path if it is the same folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-shell-folder-"));
  const [real, link, other] = ["real", "link", "other"].map((name) => join(folder, name)) as [string, string, string];
  await mkdir(real);
  await mkdir(other);
  await symlink("real", link);
  const answers = [link, real, other, `${folder}/gone`, "link", "", undefined].map((pwd) => shellFolder(real, pwd));
  await rm(folder, { recursive: true });
  expect(answers).toEqual([link, real, real, real, real, real, real]);
});
