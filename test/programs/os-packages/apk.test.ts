import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import apk from "../../../src/facts/packages/ecosystems/apk.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { lines, missing, probeFile, run } from "./tools.ts";

// Debian has no apk-tools; whoever has apk 3 (which builds packages too) on the path gets its answer.
const absent = await missing("apk");

describe.skipIf(absent !== undefined)(`apk's own answers about a root (${absent ?? "as apk info gives them"})`, () => {
  const folder = temporaryFolder("apk");
  const root = join(folder, "root");
  const options = ["--root", root, "--allow-untrusted", "--no-network", "--repositories-file", "/dev/null"];
  const build = async (name: string, files: readonly string[], info: readonly string[]) => {
    const content = join(folder, name);
    mkdirSync(join(content, "usr/lib/folder"), { recursive: true });
    for (const path of files) writeFileSync(join(content, path), path);
    symlinkSync("nowhere", join(content, "usr/lib", `${name}-link`));
    const fields = [`name:${name}`, "arch:noarch", "description:x", ...info].flatMap((field) => ["--info", field]);
    const target = join(folder, `${name}.apk`);
    await run("apk", "mkpkg", ...fields, "--files", content, "--output", target);
    return target;
  };

  beforeAll(async () => {
    const packages = [
      await build(
        "hull-tool",
        ["usr/lib/folder/with space", "at-the-top"],
        [
          "version:1.2-r3",
          "origin:hull",
          "license:MIT AND GPL-2.0-only",
          "depends:hull-libs>=1 so:libhull.so.1 cmd:hull-sh !hull-old",
          "provides:cmd:hull=1.2-r3 virtual-hull=5",
        ],
      ),
      await build(
        "hull-libs",
        ["usr/lib/libhull.so.1"],
        ["version:2.0_rc1-r0", "license:ISC", "provides:so:libhull.so.1=1 cmd:hull-sh=1 /bin/hull"],
      ),
    ];
    await run("apk", ...options, "--initdb", "add", ...packages);
    await run("apk", ...options, "add", "--virtual", ".hull-deps", "hull-libs");
  });

  const found = () => {
    const path = ["/usr/lib/apk/db/installed", "/lib/apk/db/installed"].find((one) => existsSync(join(root, one)));
    return path === undefined ? [] : (probeFile(apk, root, path)?.packages ?? []);
  };
  const list = async (option: string, name: string) =>
    lines(await run("apk", ...options, "info", "--quiet", option, name)).sort();

  it("equal packages and versions", async () => {
    const answer = lines(await run("apk", ...options, "info", "--verbose")).sort();
    expect(answer).toHaveLength(3);
    expect(
      found()
        .map(({ name, version }) => `${name}-${version}`)
        .sort(),
    ).toEqual(answer);
  });

  it("equal files, licenses, needs and other names", async () => {
    for (const { name, owns = [], licenses = [], dependsOn = [], provides = [] } of found()) {
      const bare = (word: string) => word.replace(/[<>=~].*/, "");
      const needs = (await list("--depends", name)).filter((word) => !word.startsWith("!"));
      expect(owns.map((path) => path.slice(1)).sort()).toEqual(await list("--contents", name));
      expect([...dependsOn].sort()).toEqual(needs.map(bare).sort());
      expect([...provides].sort()).toEqual((await list("--provides", name)).map(bare).sort());
      const license = (await list("--license", name)).filter((line) => !line.endsWith(" license:"));
      expect(licenses).toEqual(license);
    }
  });
});
