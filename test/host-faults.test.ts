// Trouble of the machine while files are judged and written: no space, no inodes, read-only places, limits of a process, a slow or closed pipe. What engine
// tests add is in test/faults.
import { parseReport } from "./parse-report.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli } from "./cli/run-cli.ts";
import { canMount, shellCli, slowReader } from "./cli/shell-cli.ts";

const dockerfile = "FROM debian:8\nRUN apt-get update && apt-get install curl\n";
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  writeFileSync(join(home, "Dockerfile"), dockerfile);
});
afterAll(() => rmSync(home, { recursive: true }));

// Several starts of the command line a test, on a busy machine.
const options = { timeout: 90_000 };
const check = ["check", "--bases", "none"];
const noBug = (text: string) => expect(text).not.toMatch(/hullproof broke|this is a bug|^ {4}at /im);
/** A mount at `$M`, which is empty elsewhere: no inode beside its own root, four kilobytes, read-only. */
const places = {
  "no inodes": "mount -t tmpfs -o nr_inodes=1 none $M",
  "no space": "mount -t tmpfs -o size=4k none $M; head -c 4096 /dev/zero > $M/full",
  "read-only": "mount -t tmpfs -o ro none $M",
} as const;
const names = Object.keys(places) as (keyof typeof places)[];

describe.skipIf(!canMount)("a place that takes nothing (needs root, to mount)", options, () => {
  it.each([...names, "missing", "a file"] as const)("TMPDIR with %s: what needs none is judged", async (name) => {
    const setup =
      name === "missing"
        ? "export TMPDIR=$M/none"
        : name === "a file"
          ? "export TMPDIR=$M/f; : > $M/f"
          : `${places[name]}; export TMPDIR=$M`;
    const { code, stdout, stderr } = await shellCli(setup, [...check, "--format", "json", "."], home);
    noBug(stderr);
    expect(code, stderr).toBe(1);
    const report = parseReport(stdout);
    expect(report.rules.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(report.findings.length).toBeGreaterThan(2);
    // ShellCheck needs scripts in files: with it, it is said that it was not asked.
    const asked = report.rules.filter(({ rule, reason }) => rule.includes("shellcheck") && reason !== undefined);
    for (const { verdict, reason } of asked)
      expect(`${verdict} ${reason}`).toMatch(/^skipped .*(temporary folder|ShellCheck)/);
  });

  it.each(names)("--output with %s: exit 2, told with the name, and nothing half-written", async (name) => {
    const args = [...check, "--format", "json", "--output", "$M/report.json", "."];
    const { code, stdout, stderr, after } = await shellCli(places[name], args, home, "ls -A $M");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^hullproof: \S+report\.json cannot be written: .+\n {2}\S.+\n$/);
    expect(after).toBe(name === "no space" ? "full\n" : "");
  });

  it("a report that stood there stays whole", async () => {
    const setup = "mount -t tmpfs -o size=8k none $M; echo old > $M/report.json; head -c 9999 /dev/zero > $M/full || :";
    const args = [...check, "--format", "json", "--output", "$M/report.json", "."];
    const { code, after } = await shellCli(setup, args, home, "ls -A $M; cat $M/report.json");
    expect({ code, after }).toEqual({ code: 2, after: "full\nreport.json\nold\n" });
  });

  it.each(names)("fix --write with %s: the file stays as it is, exit 2", async (name) => {
    const fill: Readonly<Record<string, string>> = {
      "no inodes": "mount -t tmpfs -o nr_inodes=2 none $M; cp Dockerfile $M",
      "no space": "mount -t tmpfs -o size=4k none $M; cp Dockerfile $M",
      "read-only": "mount -t tmpfs none $M; cp Dockerfile $M; mount -o remount,ro $M",
    };
    const { code, stderr, stdout, after } = await shellCli(
      `${fill[name]}; cd $M`,
      ["fix", "--bases", "none", "--write", "."],
      home,
      "ls -A; cat Dockerfile",
    );
    expect(`${stdout}${stderr}`).toMatch(
      /Dockerfile cannot be written: (?:no space is left|the file system is read-only)/,
    );
    expect({ code, after }).toEqual({ code: 2, after: `Dockerfile\n${dockerfile}` });
  });

  it.each(names)("results of minutes of work that would go to %s: refused before an engine is asked", async (name) => {
    const cases = [
      ["harden", "--folder", "$M/out", "."],
      ["harden", "--output", "$M/report.txt", "."],
      ["learn", "--profile", "$M/profile.json", "some:image"],
      ["learn", "--report", "$M/report.json", "some:image"],
      ["verify", "--output", "$M/report.txt", "profile.json"],
    ];
    const nowhere = { DOCKER_HOST: "unix:///nonexistent/docker.sock" };
    const all = await Promise.all(cases.map((args) => shellCli(places[name], args, home, "ls -A $M", nowhere)));
    for (const { code, stderr, after } of all) {
      expect(stderr).toMatch(
        /^hullproof: \S+ cannot be written: (?:no space|the file system is read-only).*\n {2}.+\n$/,
      );
      expect({ code, after }).toEqual({ code: 2, after: name === "no space" ? "full\n" : "" });
    }
  });

  it("a home, cache and data folder that are read-only change no answer", async () => {
    const usual = await cli([...check, "--format", "json", "."], { cwd: home });
    const setup = `${places["read-only"]}; export HOME=$M XDG_CACHE_HOME=$M XDG_DATA_HOME=$M HULLPROOF_CACHE=$M/c HULLPROOF_DATA=$M/d`;
    const { code, stdout, stderr } = await shellCli(setup, [...check, "--format", "json", "."], home);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe(usual.stdout);
  });
});

describe.skipIf(process.platform !== "linux")("limits of the process", options, () => {
  it.each([0, 1])("files of %i blocks at most: exit 2, and no file", async (blocks) => {
    const out = join(home, `limited-${blocks}.json`);
    const args = [...check, "--format", "json", "--output", out, "."];
    const { code, stderr } = await shellCli(`ulimit -f ${blocks}`, args, home);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "cannot be written: it would be larger than is allowed here\n  Raise the limit (ulimit -f)",
    );
    expect(readdirSync(home)).toEqual(["Dockerfile"]);
  });

  it.each([26, 40, 63, 64, 80])("%i open files: judged, or told with the limit to raise", async (files) => {
    const { code, stderr, stdout } = await shellCli(`ulimit -n ${files}`, [...check, "--format", "json", "."], home);
    noBug(stderr + stdout);
    if (code === 1) return expect(parseReport(stdout).findings.length).toBeGreaterThan(2);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("ulimit -n");
  });

  it.each([["check"], ["inspect", "x.tar"]])("a current folder that is gone: %s", async (...args) => {
    const { code, stderr } = await shellCli("mkdir $M/gone; cd $M/gone; rmdir $M/gone", args, home);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "hullproof: the current folder does not exist any more\n  Change to a folder that does, and run again: cd /path\n",
    });
  });
});

describe.skipIf(slowReader === undefined)("a pipe of one page (needs python3)", options, () => {
  const usual = () => cli([...check, "--format", "json", "."], { cwd: home });

  it.each(["block", "nonblock"])("that is read slowly (%s) gets all", async (mode) => {
    const { stdout } = await slowReader!(mode, [...check, "--format", "json", "."], home);
    expect(stdout).toBe(`1\n${(await usual()).stdout}`);
    const given = await slowReader!(mode, [...check, "--format", "json", "--output", "/dev/stdout", "."], home);
    expect(given.stdout).toBe(stdout);
  });

  it.each([
    ["--format", "json"],
    ["--output", "/dev/stdout", "--format", "json"],
  ])("that is closed early ends in silence: %s %s", { retry: 1 }, async (...more) => {
    // Leftovers of another test's killed run would be named here.
    const { stdout, stderr } = await slowReader!("close", [...check, ...more, "."], home);
    expect(stdout.slice(0, 2)).toMatch(/^[01]\n/);
    expect(stderr).toBe("");
  });
});

it("no fault left anything beside the Dockerfile", () => {
  expect(readdirSync(home)).toEqual(["Dockerfile"]);
  expect(readFileSync(join(home, "Dockerfile"), "utf8")).toBe(dockerfile);
});
