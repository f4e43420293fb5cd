import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configFor } from "./settings.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-settings-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const off = "rules: { build/maintainer: off }\n";
const tell: string[] = [];
const progress = ({ message }: { message: string }) => void tell.push(message);
/** Whether the `hullproof.yaml` with the rule applies. */
async function counts(where: string, place: { cwd: string; targets?: string[]; env?: Record<string, string> }) {
  return (await configFor(where, { progress, ...place })).rules["build/maintainer"] === "off";
}

describe("the search for configuration", () => {
  it("ends at the named target, in any current folder", async () => {
    await write("hullproof.yaml", off);
    await mkdir(join(folder, "job/app/sub"), { recursive: true });
    expect(await counts("job/app", { cwd: folder, targets: ["."] })).toBe(true);
    expect(await counts("job/app", { cwd: folder, targets: ["job"] })).toBe(false);
    expect(await counts("job/app", { cwd: folder, targets: ["job/app/Dockerfile"] })).toBe(false);
    expect(await counts("job/app", { cwd: folder })).toBe(false);
    expect(await counts(".", { cwd: join(folder, "job") })).toBe(false);
    expect(await counts("app/sub", { cwd: join(folder, "job"), targets: ["."] })).toBe(false);
  });

  it("ends at the named target elsewhere, and above everything", async () => {
    await write("hullproof.yaml", off);
    await write("job/app/hullproof.yaml", "{}\n");
    const target = join(folder, "job");
    for (const cwd of ["/", tmpdir(), join(folder, "job/app")]) {
      if (cwd !== tmpdir()) expect(await counts(target, { cwd, targets: [target] })).toBe(false);
    }
    await write("job/hullproof.yaml", off);
    await mkdir(join(folder, "job/a/b"), { recursive: true });
    expect(await counts(join(target, "a/b"), { cwd: "/", targets: [target] })).toBe(true);
    expect(await counts(join(target, "a/b"), { cwd: "/" })).toBe(false);
  });
});

describe.skipIf(process.getuid?.() !== 0)(
  "a hullproof.yaml counts only where nobody else could have put it there",
  () => {
    const other = 65_534;

    it.each<[string, () => Promise<void>, boolean]>([
      ["root's own", async () => {}, true],
      ["one of another user", async () => chown(join(folder, "app/hullproof.yaml"), other, other), false],
      ["one that everybody may write", async () => chmod(join(folder, "app/hullproof.yaml"), 0o666), false],
      ["one in a folder that everybody may write to", async () => chmod(join(folder, "app"), 0o777), false],
      ["one beneath a folder that everybody may write to", async () => chmod(folder, 0o777), false],
      ["one beneath a folder of another user", async () => chown(folder, other, other), false],
      ["one beneath a folder like /tmp", async () => chmod(folder, 0o1777), true],
      [
        "one of the owner of what was named",
        async () => {
          for (const path of ["app", "app/hullproof.yaml"]) await chown(join(folder, path), other, other);
        },
        true,
      ],
      [
        "one of another user in a folder like /tmp, even when it is the folder's owner",
        async () => {
          for (const path of ["app", "app/hullproof.yaml"]) await chown(join(folder, path), other, other);
          await chmod(join(folder, "app"), 0o1777);
        },
        false,
      ],
    ])("%s", async (_, change, expected) => {
      await write("app/hullproof.yaml", off);
      await change();
      tell.length = 0;
      expect(await counts(".", { cwd: join(folder, "app") })).toBe(expected);
      expect(tell.join()).toMatch(expected ? /^$/ : /hullproof.yaml is not used: .*--config/);
    });

    it("accepts the sudo caller's file, but not that of a user id in a foreign variable", async () => {
      const file = await write("app/hullproof.yaml", off);
      await chown(file, other, other);
      const cwd = join(folder, "app");
      expect(await counts(".", { cwd, env: { SUDO_UID: String(other) } })).toBe(true);
      expect(await counts(".", { cwd, env: { SUDO_UID: "" } })).toBe(false);
      expect(await counts(".", { cwd, env: { SUDO_UID: "-1" } })).toBe(false);
    });
  },
);

describe("settings of the user", () => {
  const said = [
    "mirrors: { python: evil.example/python }",
    "registries: { mirrors: { docker.io: [evil.example] }, insecure: [evil.example] }",
    "advisories: { mirror: 'https://evil.example' }",
    "",
  ].join("\n");

  it("are not read from a repository, which is reported", async () => {
    await write("app/hullproof.yaml", said);
    tell.length = 0;
    const config = await configFor(".", { cwd: join(folder, "app"), progress });
    expect([config.mirrors, config.registries, config.advisories]).toEqual([{}, undefined, undefined]);
    expect(config.proposedMirrors).toEqual({ python: "evil.example/python" });
    expect(tell.join()).toContain(": registries, advisories not used");
  });

  it("are read from a named file, and from the user's own", async () => {
    const file = await write("own/hullproof.yaml", said);
    await write("app/hullproof.yaml", "mirrors: { python: other.example/python }\n" + off);
    const cwd = join(folder, "app");
    const named = await configFor(".", { cwd, configFile: file, progress });
    expect([named.mirrors["python"], named.advisories?.mirror]).toEqual([
      "evil.example/python",
      "https://evil.example",
    ]);
    const own = await configFor(".", { cwd, userConfigFile: file, progress });
    expect([own.mirrors["python"], own.registries?.insecure]).toEqual(["evil.example/python", ["evil.example"]]);
    expect(own.rules["build/maintainer"]).toBe("off");
  });
});
