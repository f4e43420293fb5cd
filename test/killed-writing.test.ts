// A run that is killed between writing a file and giving it its place: what it leaves is found by the next one.
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { markText, ownMark } from "../src/sources/programs/owner-mark.ts";
import { cli, folderOf } from "./cli/run-cli.ts";

const dockerfile = "FROM debian:12\nENV A 1\nRUN apt-get update && apt-get install curl\n";
const killing = { NODE_OPTIONS: `--import ${join(import.meta.dirname, "faults/killed-before-rename.mjs")}` };
const fix = ["fix", "--bases", "none", "--write"];
const check = ["check", "--bases", "none", "--format", "json"];
const half = /^\.hullproof-write-\d+-\d+-\d+-[0-9a-f]{6}$/;
const options = { timeout: 60_000, skip: process.platform !== "linux" };

async function killed(args: readonly string[], name = "Dockerfile") {
  const folder = await folderOf({ [name]: dockerfile, "else/note.txt": "" });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const result = await cli(args, { cwd: folder.path, env: killing });
  expect(result.code, result.stderr).toBeNull();
  const left = /^left (.*)$/m.exec(result.stderr)?.[1] ?? "";
  expect([dirname(left), basename(left)]).toEqual([folder.path, expect.stringMatching(half)]);
  return { path: folder.path, left };
}

it("fix --write: any next run, in any folder, removes it", options, async () => {
  const { path, left } = await killed([...fix, "."]);
  expect(readFileSync(join(path, "Dockerfile"), "utf8")).toBe(dockerfile);
  // Whatever runs meanwhile as the same user may remove it, and then says so there.
  const { stderr } = await cli([...check, "."], { cwd: join(path, "else") });
  expect(stderr.replace(`hullproof: removed file ${left} of a run that was killed\n`, "")).not.toContain("killed");
  expect(readdirSync(path).sort()).toEqual(["Dockerfile", "else"]);
});

it("fix --write through a link: it lies beside the file, not beside the link", options, async () => {
  const folder = await folderOf({ "real/Dockerfile": dockerfile });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  symlinkSync("real/Dockerfile", join(folder.path, "Dockerfile"));
  await cli([...fix, "real/Dockerfile"], { cwd: folder.path, env: killing });
  expect(readdirSync(folder.path).sort()).toEqual(["Dockerfile", "real"]);
  expect(readdirSync(join(folder.path, "real"))).toHaveLength(2);
  const next = await cli([...fix, "real"], { cwd: folder.path });
  expect(next.code, next.stderr).toBe(0);
  expect(readdirSync(join(folder.path, "real"))).toEqual(["Dockerfile"]);
  expect(readFileSync(join(folder.path, "Dockerfile"), "utf8")).not.toBe(dockerfile);
});

it("a result of --output is found in the same way", options, async () => {
  const { path } = await killed([...check, "--output", "report.json", "."]);
  await cli([...check, "else"], { cwd: path });
  expect(readdirSync(path).sort()).toEqual(["Dockerfile", "else"]);
});

it("what is not a half-written file of a dead run of this user stays", options, async () => {
  const folder = await folderOf({ Dockerfile: dockerfile });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const { pids } = ownMark();
  const dead = markText({ pid: 4_194_305, start: "1", pids });
  const names = [
    `.hullproof-write-${markText(ownMark())}-aaaaaa`,
    `.hullproof-write-${markText({ pid: 1, start: "1", pids: "1" })}-aaaaaa`,
    `.hullproof-write-${dead}-aaaaaa.txt`,
    `hullproof-write-${dead}-aaaaaa`,
    `.hullproof-write-${dead}-aaaaaa`,
  ];
  for (const name of names.slice(0, 4)) writeFileSync(join(folder.path, name), "");
  mkdirSync(join(folder.path, names[4]!));
  await cli([...fix, "."], { cwd: folder.path });
  expect(readdirSync(folder.path).sort()).toEqual(["Dockerfile", ...names].sort());
});

it("where no record can be made, the next one that writes there removes it", options, async () => {
  const folder = await folderOf({ Dockerfile: dockerfile });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const { pids } = ownMark();
  const left = join(folder.path, `.hullproof-write-${markText({ pid: 4_194_305, start: "1", pids })}-aaaaaa`);
  writeFileSync(left, "half");
  chmodSync(left, 0o400);
  await cli([...fix, "."], { cwd: folder.path });
  expect(readdirSync(folder.path)).toEqual(["Dockerfile"]);
});
