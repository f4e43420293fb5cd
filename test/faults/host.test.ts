// Trouble of the machine in the middle of trials. What needs no engine is in test/host-faults.test.ts.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ownRuns } from "../cli/own-runs.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { canMount, shellCli } from "../cli/shell-cli.ts";
import { tinyImage } from "../images/tiny.ts";
import { long } from "../long.ts";

const files = {
  Dockerfile: `FROM ${tinyImage}\nADD . /app\nCMD ["ls", "/app"]\n`,
  "hullproof.yaml": `workload:\n  command: [sh, -c, "trap 'exit 0' TERM; httpd -f -p 8080 -h / & wait"]\n  ready: { tcp: { port: 8080 } }\n  stop: { timeout: 1s, exitCodes: [0, 137, 143] }\n`,
};

it.skipIf(!canMount).each([
  ["no inode left at once", "nr_inodes=1"],
  ["none after the run's folder", "nr_inodes=3"],
  ["none for what a build needs", "nr_inodes=8"],
  ["no space", "size=8k"],
])("a temporary folder with %s: told as what it is, exit 2, nothing left", async (_, options) => {
  await using folder = await folderOf(files);
  const setup = `mount -t tmpfs -o ${options} none $M; export TMPDIR=$M`;
  const { code, stderr, stdout, after } = await shellCli(setup, ["harden"], folder.path, "ls -A $M");
  expect(stderr).toMatch(/no space(?:, or no inode,)? is left|There is no room/);
  expect(stderr).toContain("TMPDIR");
  expect(stderr).not.toMatch(/hullproof broke|^ {4}at /m);
  expect({ code, stdout, after }).toEqual({ code: 2, stdout: "", after: "" });
  expect(readdirSync(folder.path).toSorted()).toEqual(["Dockerfile", "hullproof.yaml"]);
});

it.runIf(long)("a clock that leaps by hours changes no answer and no duration", async () => {
  await using runs = ownRuns();
  await using folder = await folderOf(files);
  const clock = pathToFileURL(join(import.meta.dirname, "jumping-clock.mjs")).href;
  const begun = performance.now();
  const { code, stderr } = await cli(["learn", "--fresh", "--quiet", "--report", "report.json", tinyImage], {
    cwd: folder.path,
    env: { ...runs.env, NODE_OPTIONS: `--import=${clock}` },
  });
  const wall = performance.now() - begun;
  expect(code, stderr).toBe(0);
  const report = JSON.parse(readFileSync(join(folder.path, "report.json"), "utf8")) as Report;
  const lives = report.proof?.trials.flatMap(({ lives: all }) => all) ?? [];
  expect(lives.length).toBeGreaterThan(5);
  const durations: number[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (typeof child === "number" && /(?:Ms|[sS]econds)$/.test(key))
        durations.push(key.endsWith("Ms") ? child : child * 1000);
      else collect(child);
    }
  };
  collect(lives);
  expect(durations.length).toBeGreaterThan(5);
  for (const ms of durations) {
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThan(wall);
  }
  expect(await runs.left(await connect())).toEqual([]);
});
