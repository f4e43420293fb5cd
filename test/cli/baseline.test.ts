import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { cli, folderOf, root } from "./run-cli.ts";

const dockerfile = "FROM debian:10\nRUN apt-get update\nRUN apt-get install -y curl\nCMD sleep 1\n";
const more = `# moved\n${dockerfile}RUN apt-get install -y wget\n`;

it("fails on what is new, and is valid against the published schema", async () => {
  await using folder = await folderOf({ Dockerfile: dockerfile });
  const here = { cwd: folder.path };
  const run = (...args: readonly string[]) => cli(["check", "--bases", "none", ...args, "."], here);
  expect((await run("--format", "json", "--output", "base.json")).code).toBe(1);
  expect((await run("--baseline", "base.json", "--fail-on", "info")).code).toBe(0);
  await writeFile(join(folder.path, "Dockerfile"), more);
  const { code, stdout } = await run("--baseline", "base.json", "--fail-on", "info", "--format", "json");
  expect(code).toBe(1);
  const report = JSON.parse(stdout) as Report;
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const schema = JSON.parse(await readFile(join(root, "docs/schema/report.schema.json"), "utf8")) as object;
  expect(ajv.validate(schema, report), JSON.stringify(ajv.errors)).toBe(true);
  const lines = report.findings.flatMap(({ state, location }) =>
    state === "new" && "startLine" in location ? [location.startLine] : [],
  );
  expect(new Set(lines)).toEqual(new Set([6]));
});

it("takes a list of accepted findings, without errors unless they are asked for", async () => {
  await using folder = await folderOf({ Dockerfile: dockerfile });
  const here = { cwd: folder.path };
  const made = await cli(["baseline", "--reason", "known", "--bases", "none", "."], here);
  expect(made).toMatchObject({ code: 0, stdout: "" });
  expect(made.stderr).toMatch(/6 added until .*1 not accepted/);
  const check = ["check", "--bases", "none", "--baseline", "hullproof.baseline.json", "--fail-on"];
  expect((await cli([...check, "error", "."], here)).code).toBe(1);
  expect((await cli(["baseline", "--reason", "all", "--errors", "--bases", "none", "."], here)).stderr).toMatch(
    /6 kept/,
  );
  expect((await cli([...check, "info", "."], here)).code).toBe(0);
  await writeFile(join(folder.path, "Dockerfile"), 'FROM scratch\nUSER 65534\nCMD ["/app"]\n');
  expect((await cli([...check, "info", "."], here)).stdout).toContain("7 unused");
});

describe("a commit as the baseline", () => {
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main", ...args],
      { cwd, stdio: "pipe" },
    );
  const states = async (cwd: string, TMPDIR: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await cli(
      ["check", "--bases", "none", "--fail-on", "info", "--format", "json", ...args],
      { cwd, env: { TMPDIR } },
    );
    if (stdout === "") throw new Error(stderr);
    const { findings, baseline } = JSON.parse(stdout) as Report;
    const fresh = findings.flatMap(({ state, location }) =>
      state === "new" && "file" in location ? [location.file] : [],
    );
    return { code, fresh: [...new Set(fresh)].sort(), baseline };
  };

  it("is read without Git: what is new beside it fails, in a folder of it as well, and nothing of the repository runs", async () => {
    await using folder = await folderOf({ "app/Dockerfile": dockerfile, "old/Dockerfile": dockerfile });
    await using temporary = await folderOf({});
    const { path } = folder;
    git(path, "init", "-q");
    git(path, "add", ".");
    git(path, "commit", "-qm", "x");
    for (const name of ["core.fsmonitor", "core.sshCommand", "filter.x.smudge"])
      git(path, "config", name, `touch ${path}/evil`);
    await mkdir(join(path, ".git/hooks"), { recursive: true });
    await writeFile(join(path, ".git/hooks/post-checkout"), `#!/bin/sh\ntouch ${path}/evil\n`, { mode: 0o755 });
    expect(await states(path, temporary.path, "--baseline", "HEAD", ".")).toMatchObject({ code: 0, fresh: [] });
    await writeFile(join(path, "app/Dockerfile"), more);
    await mkdir(join(path, "fresh"));
    await writeFile(join(path, "fresh/Dockerfile"), dockerfile);
    await rm(join(path, "old"), { recursive: true });
    const all = await states(path, temporary.path, "--baseline", "main", ".");
    expect(all).toMatchObject({ code: 1, fresh: ["app/Dockerfile", "fresh/Dockerfile"] });
    expect(all.baseline).toMatchObject({ kind: "commit", notCompared: [] });
    expect(all.baseline?.file).toMatch(/^main \([0-9a-f]{12}\)$/);
    expect(new Set(all.baseline?.fixed.map(({ place }) => place))).toEqual(new Set(["old/Dockerfile"]));
    expect(await states(join(path, "app"), temporary.path, "--baseline", "HEAD", "Dockerfile")).toMatchObject({
      code: 1,
      fresh: ["Dockerfile"],
    });
    expect(existsSync(join(path, "evil"))).toBe(false);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      "of another name",
      ["--baseline", "nosuch", "."],
      /neither a file nor a commit: this repository has no such branch/,
    ],
    ["that leads out", ["--baseline", "../HEAD", "."], /neither a file nor a commit/],
    ["beside a target elsewhere", ["--baseline", "HEAD", "."], /below the current repository/],
  ])("%s is exit code 2", async (_, args, message) => {
    await using folder = await folderOf({ Dockerfile: dockerfile });
    git(folder.path, "init", "-q");
    git(folder.path, "add", ".");
    git(folder.path, "commit", "-qm", "x");
    const targets = message.source.includes("below") ? [...args.slice(0, 2), folder.path] : args;
    const { code, stderr } = await cli(["check", ...targets], { cwd: folder.path });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it("is nothing where there is no repository, and a damaged one says so", async () => {
    await using folder = await folderOf({ Dockerfile: dockerfile });
    const none = await cli(["check", "--baseline", "HEAD", "."], { cwd: folder.path });
    expect(none.stderr).toContain("there is no repository of Git here");
    git(folder.path, "init", "-q");
    await writeFile(join(folder.path, ".git/refs/heads/main"), `${"1".repeat(40)}\n`);
    await mkdir(join(folder.path, ".git/objects/11"));
    await writeFile(join(folder.path, ".git/objects/11", "1".repeat(38)), "no zlib");
    const damaged = await cli(["check", "--baseline", "main", "."], { cwd: folder.path });
    expect(damaged.stderr).toMatch(/main can't be read: /);
    expect([none.code, damaged.code]).toEqual([2, 2]);
  });
});

it.each<[string, string, RegExp]>([
  ["no file", "missing.json", /neither a file nor a commit/],
  ["a Dockerfile", "Dockerfile", /is not JSON/],
  ["other JSON", "other.json", /is no report of hullproof \(schemaVersion/],
  ["a list that was damaged", "damaged.json", /is no report of hullproof \(findings/],
  ["a folder", "folder", /folder/],
])("a baseline that is %s is exit code 2", async (_, name, message) => {
  await using folder = await folderOf({
    Dockerfile: dockerfile,
    "other.json": "{}",
    "damaged.json": '{"schemaVersion":1,"kind":"accepted-findings","findings":[{"rule":"x"}]}',
    "folder/file": "",
  });
  const { code, stderr, stdout } = await cli(["check", "--baseline", name, "."], { cwd: folder.path });
  expect(stdout).toBe("");
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

it("a report is not replaced by a list of accepted findings", async () => {
  await using folder = await folderOf({ Dockerfile: dockerfile });
  await cli(["check", "--bases", "none", "--format", "json", "--output", "base.json", "."], { cwd: folder.path });
  const before = await readFile(join(folder.path, "base.json"), "utf8");
  const { code, stderr } = await cli(["baseline", "--reason", "x", "--output", "base.json", "."], { cwd: folder.path });
  expect(stderr).toContain("it is left as it is");
  expect(code).toBe(2);
  expect(await readFile(join(folder.path, "base.json"), "utf8")).toBe(before);
});
