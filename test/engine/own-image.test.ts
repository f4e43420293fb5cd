// hullproof's own image: built, looked at, scanned, learned, and verified under the profile that is committed beside it.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { cli, root } from "../cli/run-cli.ts";
import { ensureStandIns } from "../images/stand-ins.ts";
import { long } from "../long.ts";

const exec = promisify(execFile);
const small = `hullproof-test/own-image:${process.pid}`;
const shell = `${small}-shell`;
const docker = (...args: readonly string[]) => exec("docker", args);
const report = async (...args: readonly string[]): Promise<Report> =>
  JSON.parse((await cli([...args, "--format", "json", "--quiet"])).stdout) as Report;

describe.runIf(long)("the image of hullproof", () => {
  beforeAll(async () => {
    await ensureStandIns(() => {}, ["node:24-slim"]);
    for (const args of [
      ["--tag", small],
      ["--tag", shell, "--target", "shell"],
    ])
      await exec(process.execPath, ["scripts/image.mjs", "--node", "hullproof-stand-in/node:trixie", ...args], {
        cwd: root,
      });
  });
  afterAll(async () => {
    for (const tag of [small, shell]) await docker("image", "rm", tag).catch(() => undefined);
  });

  it("answers, as a user who owns nothing, without a shell; the other target has one", async () => {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    const safe = ["run", "--rm", "--read-only", "--network", "none", "--cap-drop", "ALL"];
    for (const tag of [small, shell]) expect((await docker(...safe, tag, "--version")).stdout).toBe(`${version}\n`);
    for (const program of ["/bin/sh", "/bin/bash", "/usr/bin/apt-get", "/usr/bin/npm"])
      await expect(docker(...safe, "--entrypoint", program, small), program).rejects.toThrow(/no such file/);
    expect((await docker(...safe, "--entrypoint", "sh", shell, "-c", "id -u")).stdout).toBe("65532\n");
    const work = ["--volume", `${join(root, "container/work")}:/work:ro`];
    await expect(docker(...safe, ...work, small, "check", "--fail-on", "error", ".")).rejects.toMatchObject({
      code: 1,
    });
  });

  it("is known to scanners, and to the rules: nothing above a note", async () => {
    const { image, findings } = await report("check", `daemon:${small}`, "--config", "container/hullproof.yaml");
    expect(
      findings.filter(({ severity }) => severity !== "info").map(({ rule, message }) => `${rule}: ${message}`),
    ).toEqual([]);
    const names = image?.packages.map(({ purl }) => purl.replace(/[@?].*$/, "")) ?? [];
    expect(names).toEqual(expect.arrayContaining(["pkg:deb/debian/libc6", "pkg:deb/debian/libstdc%2B%2B6"]));
    expect(image?.user).toBe("65532:65532");
    const scanned = await report("scan", small, "--updates", "none", "--fail-on", "never");
    expect(scanned.targets[0]?.kind).toBe("image");
  });

  it("brings the license of each of its packages", async () => {
    const missing = `const { existsSync: has, readdirSync: list } = require("node:fs");
      const names = list("/var/lib/dpkg/info").filter((name) => name.endsWith(".list")).map((name) => name.split(/:|\\.list$/)[0]);
      const texts = [...names.map((name) => "/usr/share/doc/" + name + "/copyright"), "/usr/share/common-licenses/GPL-3", "/opt/hullproof/LICENSE"];
      console.log(names.length, texts.filter((text) => !has(text)).join());`;
    const { stdout } = await docker("run", "--rm", "--entrypoint", "/usr/local/bin/node", small, "-e", missing);
    expect(stdout).toMatch(/^[1-9]\d? \n$/);
  });

  it("needs no more than its profile says: learned again, and verified", { timeout: 600_000 }, async () => {
    const config = ["--config", "container/hullproof.yaml", "--fresh", "--quiet"];
    const learned = await cli(["learn", small, ...config, "--format", "json"]);
    expect(learned.code, learned.stderr).toBe(0);
    const committed = JSON.parse(await readFile(join(root, "container/profile.json"), "utf8")) as Profile;
    const { capabilities, readOnlyRootfs, noNewPrivileges, user } = JSON.parse(learned.stdout) as Profile;
    expect({ capabilities, readOnlyRootfs, noNewPrivileges, user }).toEqual({
      capabilities: committed.capabilities,
      readOnlyRootfs: committed.readOnlyRootfs,
      noNewPrivileges: committed.noNewPrivileges,
      user: committed.user,
    });
    const allowed = `--allow-host=folder:${join(root, "container/work")}`;
    const verified = await cli(["verify", "container/profile.json", "--image", small, "--quiet", allowed]);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });
});
