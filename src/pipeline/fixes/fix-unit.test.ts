import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixesFromHere } from "../../../test/fixes-from-here.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-fix-unit-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const read = (path = "web.container"): Promise<string> => readFile(join(folder, path), "utf8");
async function fixed(text: string, rule: readonly string[], podman?: string): Promise<string> {
  await put("web.container", text);
  const more = podman === undefined ? {} : { podman };
  const first = await fixesFromHere(folder, ["web.container"], rule, more);
  expect(first.files.flatMap(({ fixes }) => fixes).filter(({ outcome }) => outcome === "dropped")).toEqual([]);
  const again = await fixesFromHere(folder, ["web.container"], rule, more);
  expect(again.files.every(({ changed }) => !changed)).toBe(true);
  return read();
}
const web = "[Unit]\nDescription=web\n\n[Container]\nImage=docker.io/example/web:1.4\n";

describe("fix of Quadlet units", () => {
  it("appends a new key to its section, in the style of the others", async () => {
    const tail = "\n[Service]\nRestart=always\n";
    expect(await fixed(`${web}# why\n${tail}`, ["capabilities/new-privileges"])).toBe(
      `${web}NoNewPrivileges=true\n# why\n${tail}`,
    );
    expect(await fixed("[Container]\r\n\tImage = x.io/web:1\r\n", ["capabilities/new-privileges"])).toBe(
      "[Container]\r\n\tImage = x.io/web:1\r\n\tNoNewPrivileges = true\r\n",
    );
    expect(await fixed("[Container]\nImage=x.io/web:1", ["capabilities/new-privileges"])).toBe(
      "[Container]\nImage=x.io/web:1\nNoNewPrivileges=true",
    );
  });

  it("replaces an existing key, anywhere", async () => {
    expect(await fixed(`${web}NoNewPrivileges=false\nUser=1000\n`, ["capabilities/new-privileges"])).toBe(
      `${web}NoNewPrivileges=true\nUser=1000\n`,
    );
    await put("web.container.d/10-more.conf", "# of the team\n[Container]\nNoNewPrivileges=no\n");
    expect(await fixed(web, ["capabilities/new-privileges"])).toBe(web);
    expect(await read("web.container.d/10-more.conf")).toBe("# of the team\n[Container]\nNoNewPrivileges=true\n");
  });

  it("writes limits as flags where the version has no key", async () => {
    const memory = `${web}PodmanArgs=--memory=256m --cpu-shares 64 --tty\n`;
    expect(await fixed(memory, ["limits/no-swap-limit"])).toBe(`${memory}PodmanArgs=--memory-swap=268435456\n`);
    expect(await fixed(memory, ["limits/cpu-shares"])).toBe(`${web}PodmanArgs=--memory=256m --cpus=0.5 --tty\n`);
  });

  it("removes one of several words on a line, and the line with the last one", async () => {
    const text = `${web}DropCapability=SYS_TIME NET_RAW SYS_BOOT\n; kept\nDropCapability=SYS_MODULE\n`;
    expect(await fixed(text, ["capabilities/never-granted"])).toBe(`${web}DropCapability=NET_RAW\n; kept\n`);
    expect(await fixed(`${web}PodmanArgs=--cgroup-parent=x.slice --tty\n`, ["capabilities/cgroup-parent"])).toBe(
      `${web}PodmanArgs=--tty\n`,
    );
  });

  it("keeps settings over several lines, or in a refused unit, with the reason", async () => {
    const why = async (text: string, rule: string) => {
      await put("web.container", text);
      const { files } = await fixesFromHere(folder, ["web.container"], [rule]);
      expect(await read()).toBe(text);
      return files.flatMap(({ fixes }) => fixes.map(({ reason }) => reason)).join("\n");
    };
    expect(await why(`${web}PodmanArgs=--tty \\\n  --cgroup-parent=x.slice\n`, "capabilities/cgroup-parent")).toMatch(
      /over several lines; remove it by hand/,
    );
    expect(await why(`\uFEFF${web}`, "capabilities/new-privileges")).toMatch(/does not take web.container as it is/);
    expect(await why(`${web}AddHost=a:1 \\`, "capabilities/new-privileges")).toMatch(/goes on/);
  });

  it("does not edit with an unreadable drop-in", async () => {
    await put("web.container", web);
    await mkdir(join(folder, "web.container.d/10-more.conf"), { recursive: true });
    const { files } = await fixesFromHere(folder, ["web.container"], ["capabilities/new-privileges"]);
    expect(files).toMatchObject([{ changed: false }]);
  });
});
