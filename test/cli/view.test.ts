import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { program } from "./program.ts";

const cwd = mkdtempSync(join(tmpdir(), "hullproof-view-cli-"));
const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" });

beforeAll(() => {
  writeFileSync(join(cwd, "Dockerfile"), 'FROM debian:13\nRUN apt-get update\nCMD ["sh"]\n');
  run("check", "--format", "json", "--output", "before.json");
  writeFileSync(join(cwd, "Dockerfile"), 'FROM debian:13\nUSER 1000\nCMD ["sh"]\n');
  run("check", "--format", "json", "--output", "now.json");
});
afterAll(() => rmSync(cwd, { recursive: true }));

it("serves a report until it is interrupted", async () => {
  const child = spawn(process.execPath, [program, "view", "now.json", "--against", "before.json"], { cwd });
  const closed = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("Since another report");
  expect((await fetch(new URL("/", url))).status).toBe(404);
  child.kill("SIGINT");
  await closed;
  await expect(fetch(url)).rejects.toThrow();
});

it("writes the page to a file in place of serving it", () => {
  const { status, stdout, stderr } = run("view", "now.json", "--output", "now.html");
  expect([status, stdout, stderr]).toEqual([0, "", ""]);
  expect(readFileSync(join(cwd, "now.html"), "utf8")).toMatch(/^<!doctype html>/);
});

it("says what is wrong with a report, and serves nothing", () => {
  writeFileSync(join(cwd, "bad.json"), "{}");
  const { status, stderr } = run("view", "bad.json");
  expect(status).toBe(2);
  expect(stderr).toMatch(/bad\.json is no report of hullproof: schemaVersion/);
  expect(run("view").stderr).toContain(".hullproof/report.json");
  expect(run("view", "now.json", "--port", "70000").status).toBe(2);
});
