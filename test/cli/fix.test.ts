import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { FixReport } from "../../src/domain/report/fix-report.ts";
import { fixSchema } from "../../src/reports/fix-schema.ts";
import { fixOnTerminal, hasTerminal } from "./on-terminal.ts";
import { cli, folderOf } from "./run-cli.ts";

const from = "FROM python:3.13-slim\n";
const between = Array.from({ length: 9 }, (_, at) => `ENV A${at}=1\n`).join("");
const faulty = `${from}ENV OLD x\n${between}EXPOSE 80/TCP\nUSER 1:1\n`;
const fixed = `${from}ENV OLD=x\n${between}EXPOSE 80/tcp\nUSER 1:1\n`;

describe("the diff", () => {
  it("names the fixes of each hunk, and git apply and patch take it", async () => {
    for (const [program, args] of [
      ["git", ["apply", "-"]],
      ["patch", ["-p1", "--silent"]],
    ] as const) {
      await using folder = await folderOf({ "app/Dockerfile": faulty });
      const { stdout, code } = await cli(["fix"], { cwd: folder.path });
      expect(code).toBe(0);
      expect(stdout.match(/^@@ .*/gm)?.map((line) => line.replace(/^@@ \S+ \S+ @@ /, ""))).toEqual([
        "build/legacy-env (safe)",
        "build/expose-protocol-casing (safe)",
      ]);
      execFileSync(program, args, { cwd: folder.path, input: stdout });
      expect(readFileSync(join(folder.path, "app/Dockerfile"), "utf8")).toBe(fixed);
    }
  });

  it("has no colour away from a terminal, whatever the environment says", async () => {
    await using folder = await folderOf({ Dockerfile: faulty });
    const { stdout } = await cli(["fix"], { cwd: folder.path, env: { NO_COLOR: "", FORCE_COLOR: "1" } });
    expect(stdout).not.toContain("\u001b");
  });
});

describe("--write", () => {
  it("writes through a link, and not over a read-only file", async () => {
    await using folder = await folderOf({ "real/Dockerfile": faulty });
    symlinkSync("real/Dockerfile", join(folder.path, "Dockerfile"));
    expect((await cli(["fix", "--write", "Dockerfile"], { cwd: folder.path })).code).toBe(0);
    expect(lstatSync(join(folder.path, "Dockerfile")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder.path, "real/Dockerfile"), "utf8")).toBe(fixed);

    await using other = await folderOf({ Dockerfile: faulty });
    chmodSync(join(other.path, "Dockerfile"), 0o444);
    const { code, stderr } = await cli(["fix", "--write", "Dockerfile"], { cwd: other.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^hullproof: Dockerfile is not written: it is read-only\n {2}\S/);
    expect(readFileSync(join(other.path, "Dockerfile"), "utf8")).toBe(faulty);
  });

  it("one file that cannot be written does not keep the others of its folder from being fixed", async () => {
    await using folder = await folderOf({ "a/Dockerfile": faulty, "b/Dockerfile": faulty });
    chmodSync(join(folder.path, "a/Dockerfile"), 0o444);
    const { code, stderr } = await cli(["fix", "--write"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("a/Dockerfile: not fixed: a/Dockerfile is not written: it is read-only");
    expect(readFileSync(join(folder.path, "b/Dockerfile"), "utf8")).toBe(fixed);
  });
});

describe("stdin, for editors", () => {
  it("prints the fixed text, or the text as it was, and exits 0 though findings remain", async () => {
    expect(await cli(["fix", "-"], { input: faulty })).toEqual({ code: 0, stdout: fixed, stderr: "" });
    expect(await cli(["fix", "-"], { input: "FROM x\r\nRUN sudo y" })).toMatchObject({
      stdout: "FROM x\r\nRUN sudo y",
    });
  });

  it("fixes one rule by any tool's id for it", async () => {
    for (const name of ["build/expose-protocol-casing", "buildkit/ExposeProtoCasing", "ExposeProtoCasing"])
      expect((await cli(["fix", "--rule", name, "-"], { input: faulty })).stdout).toBe(fixed.replace("OLD=x", "OLD x"));
  });

  it("--stdin-name says whose configuration and ignores hold, and touches no file", async () => {
    await using folder = await folderOf({
      "app/hullproof.yaml": "rules: { build/expose-protocol-casing: off }\n",
      "app/Dockerfile": "as it is",
    });
    const { stdout } = await cli(["fix", "-", "--stdin-name", "app/Dockerfile"], { cwd: folder.path, input: faulty });
    expect(stdout).toBe(fixed.replace("80/tcp", "80/TCP"));
    expect(readFileSync(join(folder.path, "app/Dockerfile"), "utf8")).toBe("as it is");
  });

  it.each([
    ["what is not a Dockerfile", ["fix", "-"], "no instruction\n"],
    ["nothing", ["fix", "-"], ""],
    ["--write", ["fix", "--write", "-"], faulty],
    ["--proven", ["fix", "--proven", "-"], faulty],
    ["a second target", ["fix", "-", "Dockerfile"], faulty],
    ["--stdin-name without -", ["fix", "--stdin-name", "Dockerfile"], faulty],
    ["--interactive without a terminal", ["fix", "--interactive", "examples"], ""],
    ["a rule that there is not", ["fix", "--rule", "build/none", "-"], faulty],
    ["--suggested without --rule", ["fix", "--suggested", "-"], faulty],
  ])("%s: exit 2, a message, and nothing on stdout: no editor loses its text", async (_, args, input) => {
    const { code, stdout, stderr } = await cli(args, { input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^hullproof: .+\n {2}\S/);
    expect(stderr).not.toContain("    at ");
  });
});

describe("--suggested --rule with a fix of class proven", () => {
  const [text, unbuilt] = [`${from}ENV A one two\nENV B x\n`, "not proven: nothing was built"];
  const after = `${from}ENV A="one two"\nENV B=x\n`;
  const asked = ["fix", "--suggested", "--rule", "build/legacy-env"];

  it("takes it unbuilt, and the diff, the summary and the report say so", async () => {
    await using folder = await folderOf({ Dockerfile: text });
    const { code, stdout, stderr } = await cli(asked, { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^@@ .* @@ build\/legacy-env \(not proven: nothing was built\)$/m);
    expect(stderr).toContain(`Dockerfile:2: build/legacy-env: ENV A=...: ${unbuilt}\n`);
    expect(stderr).toContain("Dockerfile:3: build/legacy-env: ENV B=...\n");
    expect(stderr).toContain(`1 fix ${unbuilt}; --proven builds and compares.\n`);
    const json = await cli([...asked, "--format", "json", "--write"], { cwd: folder.path });
    const [file] = (JSON.parse(json.stdout) as FixReport).files;
    expect(json.code).toBe(0);
    expect(file?.proof).toBeUndefined();
    expect(file?.fixes.map(({ applicability, outcome, reason }) => [applicability, outcome, reason])).toEqual([
      ["proven", "applied", unbuilt],
      ["safe", "applied", "holds by construction"],
    ]);
    expect(readFileSync(join(folder.path, "Dockerfile"), "utf8")).toBe(after);
  });

  it("prints the fixed text alone for stdin, and says it on stderr", async () => {
    const { code, stdout, stderr } = await cli([...asked, "-"], { input: text });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: after,
      stderr: `Dockerfile:2: build/legacy-env: ENV A=...: ${unbuilt}\n`,
    });
    expect((await cli([...asked, "--quiet", "-"], { input: text })).stderr).toBe("");
  });

  it("leaves it out without the name of its rule, and says both ways to it", async () => {
    await using folder = await folderOf({ Dockerfile: text });
    const { stdout, stderr } = await cli(["fix", "--rule", "build/legacy-env"], { cwd: folder.path });
    expect(stdout).not.toContain('"one two"');
    expect(stderr).toContain("Dockerfile: 1 more fix after a build that compares: hullproof fix --proven Dockerfile\n");
    const other = await cli(["fix", "--suggested", "--rule", "build/maintainer"], { cwd: folder.path });
    expect(other.stdout).toBe("");
  });
});

describe("--format json", () => {
  it("follows its schema, with what was applied and what was not", async () => {
    const valid = new Ajv2020({ strict: false }).compile(z.toJSONSchema(fixSchema, { target: "draft-2020-12" }));
    await using folder = await folderOf({ Dockerfile: faulty, "b/Dockerfile": "no instruction\n", "c.md": "text\n" });
    const { code, stdout } = await cli(["fix", "--format", "json"], { cwd: folder.path });
    expect(code).toBe(2);
    const report = JSON.parse(stdout) as FixReport;
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    const [first, second, third] = report.files;
    expect(first).toMatchObject({ file: "Dockerfile", changed: true, written: false, text: fixed });
    expect(first?.fixes[0]).toMatchObject({
      rule: "build/legacy-env",
      line: 2,
      outcome: "applied",
      reason: "holds by construction",
    });
    expect(second).toMatchObject({
      file: "b/Dockerfile",
      changed: false,
      fixes: [],
      error: expect.any(String) as string,
    });
    expect(third).toEqual({ file: "c.md", changed: false, written: false, diff: "", fixes: [] });
  });
});

it("--help shows every way", async () => {
  const { code, stdout } = await cli(["fix", "--help"]);
  expect(code).toBe(0);
  for (const flag of [
    "--write",
    "--proven",
    "--measure/--no-measure",
    "--suggested",
    "--rule",
    "--interactive",
    "--stdin-name",
    "--format",
  ])
    expect(stdout).toContain(`[${flag}]`);
  expect(stdout).toContain("hullproof fix --proven examples/app-python");
});

describe.skipIf(!hasTerminal)("--interactive, on a pseudo-terminal (needs python3)", () => {
  it("asks for each fix in colour, and writes what was wanted after a last question", async () => {
    await using folder = await folderOf({ Dockerfile: faulty });
    const path = join(folder.path, "Dockerfile");
    const no = fixOnTerminal("ynn", folder.path);
    expect(no.code, no.shown).toBe(0);
    expect(no.shown).toContain("\u001b[32m+ENV OLD=x\u001b[0m");
    expect(no.shown).toMatch(/Apply\? \[y\]es .* \[\?\] y+\r\n/);
    expect(no.shown).toContain("0 files fixed.");
    expect(readFileSync(path, "utf8")).toBe(faulty);
    const yes = fixOnTerminal("nyy", folder.path);
    expect(yes.shown).toContain("1 file fixed.");
    expect(readFileSync(path, "utf8")).toBe(fixed.replace("OLD=x", "OLD x"));
    // --write is the last answer.
    expect(fixOnTerminal("a", folder.path, "--write").code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(fixed);
  });

  it("q leaves the rest as it is, Ctrl-C everything, and the terminal is as before", async () => {
    await using folder = await folderOf({ Dockerfile: faulty });
    const path = join(folder.path, "Dockerfile");
    const quit = fixOnTerminal("q", folder.path, "--write");
    expect(quit.code).toBe(0);
    const stopped = fixOnTerminal("y\\x03", folder.path, "--write");
    expect(stopped.shown).toContain("interrupted by SIGINT");
    expect(stopped.code).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(faulty);
  });
});

describe("fix a b c with a refused b", () => {
  it.each([
    ["missing", async () => {}],
    ["too large", async (path: string) => writeFileSync(path, "#".repeat(5_000_000))],
    ["a link out", async (path: string) => symlinkSync("/etc/hostname", path)],
    ["a FIFO", async (path: string) => void execFileSync("mkfifo", [path])],
    ["no Dockerfile", async (path: string) => writeFileSync(path, "<html></html>\n")],
  ])("(%s) fixes a and c, says so of b, and exits 2", async (_, make) => {
    await using folder = await folderOf({ "a/Dockerfile": faulty, "c/Dockerfile": faulty });
    mkdirSync(join(folder.path, "b"));
    await make(join(folder.path, "b/Dockerfile"));
    const targets = ["a/Dockerfile", "b/Dockerfile", "c/Dockerfile"];
    const { code, stderr } = await cli(["fix", "--write", ...targets], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("b/Dockerfile: not fixed: ");
    expect(readFileSync(join(folder.path, "a/Dockerfile"), "utf8")).toBe(fixed);
    expect(readFileSync(join(folder.path, "c/Dockerfile"), "utf8")).toBe(fixed);
  });
});
