import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeResults } from "./results.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = [
  { name: "profile.json", text: "{}\n", what: "" },
  { name: "docker-run.sh", text: "#!/bin/sh\n", what: "", executable: true },
];
const modeOf = async (path: string) => ((await stat(join(folder, path))).mode & 0o777).toString(8);

it.each([
  [undefined, ["700", "600", "700"]],
  [0o644, ["755", "644", "755"]],
  [0o640, ["750", "640", "750"]],
] as const)("creates folder, file and script for mode %s as %j, with any umask", async (mode, wanted) => {
  const before = process.umask(0o077);
  try {
    await writeResults(join(folder, "out"), "out", files, mode);
  } finally {
    process.umask(before);
  }
  // A new folder has the umask of its owner.
  const [own, ...rest] = wanted;
  expect([await modeOf("out"), await modeOf("out/profile.json"), await modeOf("out/docker-run.sh")]).toEqual([
    mode === undefined ? own : "700",
    ...rest,
  ]);
});

it("does not follow a link at the end of the path", async () => {
  await writeFile(join(folder, "victim"), "mine");
  await writeResults(join(folder, "out"), "out", []);
  await symlink(join(folder, "victim"), join(folder, "out/profile.json"));
  await writeResults(join(folder, "out"), "out", files);
  expect(await readFile(join(folder, "victim"), "utf8")).toBe("mine");
  await symlink(join(folder, "out"), join(folder, "led"));
  await expect(writeResults(join(folder, "led"), "led", files)).rejects.toMatchObject({
    code: "cannot-write",
    message: expect.stringContaining("it is a link"),
  });
});
