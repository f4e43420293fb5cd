import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { cli, folderOf, root } from "./run-cli.ts";

const dockerfile = "FROM debian:11\nRUN apt-get update\nRUN apt-get install -y curl\nCMD sleep 1\n";
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
  expect(made.stderr).toMatch(/6 added until .*2 not accepted/);
  const check = ["check", "--bases", "none", "--baseline", "hullproof.baseline.json", "--fail-on"];
  expect((await cli([...check, "error", "."], here)).code).toBe(1);
  expect((await cli(["baseline", "--reason", "all", "--errors", "--bases", "none", "."], here)).stderr).toMatch(
    /6 kept/,
  );
  expect((await cli([...check, "info", "."], here)).code).toBe(0);
  await writeFile(join(folder.path, "Dockerfile"), "FROM scratch\n");
  expect((await cli([...check, "info", "."], here)).stdout).toContain("8 unused");
});

it.each<[string, string, RegExp]>([
  ["no file", "missing.json", /names no file\n.*git worktree/],
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
