// The input of a renderer: a copy without links that lead elsewhere.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { privateCopy } from "./private-copy.ts";

let base = "";
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-copy-")));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(base, "repo", path)), { recursive: true });
  await writeFile(join(base, "repo", path), text);
};
async function copied(...folders: readonly string[]): Promise<readonly string[]> {
  const signal = new AbortController().signal;
  await privateCopy({ within: join(base, "repo"), folders, to: join(base, "to"), name: "chart", signal });
  const all = await readdir(join(base, "to/copy"), { recursive: true, withFileTypes: true });
  return all
    .filter((one) => !one.isDirectory())
    .map((one) => join(one.parentPath, one.name).slice(join(base, "to/copy/").length))
    .sort();
}

it("copies each folder once to the same path, and no others", async () => {
  await put("base/a.yaml", "a");
  await put("overlay/prod/b.yaml", "b");
  await put("overlay/c.yaml", "c");
  await put("overlay/.git/config", "x");
  await put("other/d.yaml", "d");
  expect(await copied("overlay/prod", "base", "base")).toEqual(["base/a.yaml", "overlay/prod/b.yaml"]);
  await rm(join(base, "to"), { recursive: true });
  expect(await copied("overlay/prod", "overlay")).toEqual(["overlay/c.yaml", "overlay/prod/b.yaml"]);
  await rm(join(base, "to"), { recursive: true });
  expect(await copied("", "base")).toEqual(["base/a.yaml", "other/d.yaml", "overlay/c.yaml", "overlay/prod/b.yaml"]);
});

it("copies the target of a link to a file of the repository", async () => {
  await put("common/a.yaml", "a");
  await put("chart/b.yaml", "b");
  await symlink("../common/a.yaml", join(base, "repo/chart/a.yaml"));
  expect(await copied("chart")).toEqual(["chart/a.yaml", "chart/b.yaml"]);
  expect(await readFile(join(base, "to/copy/chart/a.yaml"), "utf8")).toBe("a");
});

it.each<[string, string, RegExp]>([
  ["to a file elsewhere", "/etc/hostname", /leads out/],
  ["up and out", "../../../etc/hostname", /leads? out/],
  ["to nothing", "nowhere", /leads nowhere|does not exist/],
  ["to a folder", "../common", /it is a folder/],
  ["to itself", "a.yaml", /never end/],
  ["to a device", "/dev/zero", /leads out/],
])("refuses a link %s", async (_, target, why) => {
  await put("common/a.yaml", "a");
  await put("chart/b.yaml", "b");
  await symlink(target, join(base, "repo/chart/a.yaml"));
  await expect(copied("chart")).rejects.toThrow(why);
  await expect(copied("chart").catch(String)).resolves.toMatch(/./);
});

it("follows no link out of the repository, and does not block on a FIFO", async () => {
  await put("chart/b.yaml", "b");
  await symlink("/etc", join(base, "repo/out"));
  await expect(copied("out")).rejects.toThrow(/leads out/);
  await rm(join(base, "to"), { recursive: true, force: true });
  execFileSync("mkfifo", [join(base, "repo/chart/pipe")]);
  expect(await copied("chart")).toEqual(["chart/b.yaml"]);
});

it.each<[string, Partial<{ entries: number; bytes: number; depth: number }>, RegExp]>([
  ["files", { entries: 3 }, /more than 3 files/],
  ["bytes", { bytes: 10 }, /more than 10 bytes/],
  ["levels", { depth: 2 }, /deeper than 2/],
])("refuses a folder with too many %s", async (_, limits, why) => {
  for (const name of ["a", "b", "c", "d/e/f"]) await put(`chart/${name}.yaml`, "some text");
  const most = { entries: 100, bytes: 1000, depth: 10, ...limits };
  const { signal } = new AbortController();
  const asked = { within: join(base, "repo"), folders: ["chart"], to: join(base, "to"), name: "chart", signal, most };
  await expect(privateCopy(asked)).rejects.toThrow(why);
});
