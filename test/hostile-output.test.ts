// The command line as a CI job calls it, on files that want to steer the terminal or the job.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { link, lstat, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "./cli/program.ts";
import { cli, folderOf } from "./cli/run-cli.ts";

const osc = "\u001b]0;PWNED\u0007\u001b[2J\u001b[31m";
const hostile = {
  [`a/Dockerfile.${osc}x`]: "FROM debian:latest\nRUN curl http://x | sh\n",
  "a/Dockerfile.\n::error::injected\n": "FROM debian:latest\n",
  "a/Dockerfile.bad": `FROM ${osc}deb\nFOO${osc}BAR x\n::add-mask::x\n`,
  "a/Dockerfile.bad2": `FROM debian\nFOO\u202e\u2066BAR x\nCOPY --chmod=\u009b31m a b\nUSER ${osc}\nLABEL a=${osc}\n`,
  "a/x.md": `\`\`\`sh\ndocker run --privileged ${osc}foo --name ##vso[task.setvariable]\n\`\`\`\n`,
  "b/Dockerfile": `FROM debian:13\n::stop-commands::${"a".repeat(80)} x\nUSER 1000\n`,
  "c/Dockerfile": "FROM debian:latest\n",
  "c/hullproof.yaml": '"a\\e[31m\\n::stop-commands::a1": off\n',
  "d/Dockerfile":
    "FROM debian:13\nRUN apt-get update && apt-get install -y a\n ::stop-commands::x\n# ##vso[x]y \u001b[2J\nRUN <<E\n ::add-mask::x\nE\n",
  "d/compose.yaml": "services:\n  a:\n    image: &a x\n    environment: !\u001b[31mfoo {a: b}\n",
};
// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u;
const command = /^\s*::(?!(?:error|warning|notice) )|##(?:vso)?\[/im;

describe("whatever the files hold", () => {
  it.each([
    ["check", "--format", "terminal"],
    ["check", "--format", "json"],
    ["check", "--format", "sarif"],
    ["check", "--format", "github"],
    ["check", "--format", "junit"],
    ["check", "--format", "markdown"],
    ["check", "--format", "html"],
    ["fix"],
    ["fix", "--format", "json"],
  ])(
    "%s %s %s prints no command and no control character",
    async (...args) => {
      await using folder = await folderOf(hostile);
      for (const sub of ["a", "b", "c", "d"]) {
        const { stdout, stderr } = await cli([...args, sub], { cwd: folder.path });
        expect(stdout + stderr).not.toBe("");
        for (const text of [stdout, stderr]) {
          expect(text).not.toMatch(steering);
          expect(text).not.toMatch(command);
        }
        if (args.includes("json") && stdout !== "") JSON.parse(stdout);
      }
    },
    120_000,
  );

  it("names of targets, rules and flags come back harmless", async () => {
    for (const args of [
      ["check", `no${osc}\n::add-mask::x`],
      ["explain", `${osc}\n::add-mask::x`],
      ["check", "--format", `\n##[group]${osc}`],
      [`\n::error::${osc}`],
      ["emit", `${osc}\r::add-mask::x`],
      ["verify", `\u2028::add-mask::x`],
    ]) {
      const { code, stdout, stderr } = await cli(args);
      expect(code).toBe(2);
      expect(stdout + stderr).not.toMatch(steering);
      expect(stdout + stderr).not.toMatch(command);
      expect(stderr).not.toContain("this is a bug");
    }
  }, 60_000);

  it("a diff says that it is not exact, and is exact in a file", async () => {
    await using folder = await folderOf({
      Dockerfile: "FROM debian:13\n# \u001b[2J ##vso[x]\nRUN apt-get update && apt-get install -y curl\nUSER 1000\n",
    });
    const { stderr, stdout } = await cli(["fix"], { cwd: folder.path });
    expect(stdout).toContain(String.raw`# \x1b[2J ## vso[x]`);
    expect(stderr).toContain("Take it from a file for `git apply`: --output FILE");
    await cli(["fix", "--output", "x.diff"], { cwd: folder.path });
    expect(await readFile(join(folder.path, "x.diff"), "utf8")).toContain(" # \u001b[2J ##vso[x]\n");
  });

  it("a filter gives back what it got, but into no CI log", async () => {
    const input = "FROM debian:13\r\n# \u001b[2J\r\n ::add-mask::x\r\nUSER 1000\r\n".replace(
      " ::add-mask::x\r\n",
      "# ::x\r\n",
    );
    const outside = { CI: "", GITHUB_ACTIONS: "", TF_BUILD: "", GITLAB_CI: "", TEAMCITY_VERSION: "" };
    expect((await cli(["fix", "-"], { input, env: outside })).stdout).toBe(input);
    const { code, stdout, stderr } = await cli(["fix", "-"], { input, env: { ...outside, GITHUB_ACTIONS: "true" } });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--output FILE");
  });
});

/** The command with its stdout at the end of `fd`. */
async function into(
  fd: number,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", fd, "pipe"] });
  let stderr = "";
  child.stderr?.on("data", (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

describe("where a result goes", () => {
  const files = { Dockerfile: "FROM debian:13\nUSER 1000\nHEALTHCHECK NONE\n" };

  it.skipIf(process.platform !== "linux")("a full disk is told, with exit code 2", async () => {
    await using folder = await folderOf(files);
    const full = openSync("/dev/full", "w");
    const { code, stderr } = await into(full, ["check"], folder.path);
    closeSync(full);
    expect([code, stderr]).toEqual([2, expect.stringContaining("stdout cannot be written: no space is left")]);
    const named = await cli(["check", "--output", "/dev/full"], { cwd: folder.path });
    expect([named.code, named.stderr]).toEqual([2, expect.stringContaining("/dev/full cannot be written: no space")]);
  });

  it("a reader that has enough ends it in silence", async () => {
    await using folder = await folderOf(files);
    const child = spawn(process.execPath, [program, "rules", "--format", "json"], {
      cwd: folder.path,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("is 0600, whole or not there, and never at the end of a link", async () => {
    await using folder = await folderOf({ ...files, "victim.txt": "mine\n", "out/x": "" });
    const at = (name: string) => join(folder.path, name);
    await symlink("victim.txt", at("report.json"));
    await link(at("victim.txt"), at("second.json"));
    for (const name of ["report.json", "second.json"]) {
      expect((await cli(["check", "--format", "json", "--output", name], { cwd: folder.path })).code).toBe(0);
      const stats = await lstat(at(name));
      expect([stats.isFile(), (stats.mode & 0o777).toString(8)]).toEqual([true, "600"]);
      JSON.parse(await readFile(at(name), "utf8"));
    }
    expect(await readFile(at("victim.txt"), "utf8")).toBe("mine\n");

    await mkdir(at("inside"));
    await using outside = await folderOf({ x: "" });
    await symlink(outside.path, at("inside/away"));
    const led = await cli(["check", "--output", "inside/away/x"], { cwd: folder.path });
    expect([led.code, led.stderr]).toEqual([2, expect.stringContaining("a link on its path leads to")]);
    expect(await readFile(join(outside.path, "x"), "utf8")).toBe("");

    await writeFile(at("plain"), "");
    for (const [name, words] of [
      ["inside", "it is a folder"],
      ["none/x", "its folder does not exist"],
      ["plain/x", "a part of its path is a file"],
      [`${"n".repeat(300)}`, "its name is too long"],
    ] as const) {
      const { code, stderr } = await cli(["check", "--output", name], { cwd: folder.path });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`cannot be written: ${words}`)]);
    }
  }, 120_000);
});
