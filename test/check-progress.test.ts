// `check --progress json` over the command line: what a program that reads stderr can rely on.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { progressSchema } from "../src/reports/progress-schema.ts";
import { cli as anyCli, folderOf } from "./cli/run-cli.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

/** What killed runs of other tests left would be a message: here there is nothing of theirs. */
async function cli(args: readonly string[], { cwd }: { readonly cwd: string }) {
  await using temporary = await folderOf({});
  return await anyCli(args, { cwd, env: { TMPDIR: temporary.path } });
}

const plain = ["--bases", "none", "--shellcheck", "none"];

/** Each line has to be an event: one that is not throws. */
function eventsOf(stderr: string) {
  expect(stderr === "" || stderr.endsWith("\n")).toBe(true);
  return stderr
    .split("\n")
    .slice(0, -1)
    .map((line) => progressSchema.parse(JSON.parse(line)));
}

async function manyFiles(count: number, text = "FROM debian:13\nMAINTAINER me\n") {
  const folder = await folderOf({});
  for (let at = 0; at < count; at++) {
    await mkdir(join(folder.path, `service-${at}`));
    await writeFile(join(folder.path, `service-${at}`, "Dockerfile"), text);
  }
  return folder;
}

describe("check --progress json", () => {
  it("writes how far it is as events, and the same result as without", async () => {
    await using folder = await manyFiles(200);
    const check = ["check", ...plain, "--format", "json"];
    const asked = await cli([...check, "--progress", "json", "."], { cwd: folder.path });
    const silent = await cli([...check, "--progress", "none", "."], { cwd: folder.path });
    expect(silent.stderr).toBe("");
    expect([asked.code, asked.stdout]).toEqual([silent.code, silent.stdout]);
    const events = eventsOf(asked.stderr);
    // Others come where a stage takes long.
    const countsOf = (all: typeof events) =>
      all.flatMap((one) => {
        if (one.event !== "progress" || one.stage !== "check") return [];
        const [, done, count] = /^(\d+) of (\d+)$/.exec(one.message) ?? [];
        return [[Number(done), Number(count)] as const];
      });
    const counts = countsOf(events);
    expect(counts.map(([done]) => done)).toEqual([64, 128, 192]);
    expect(new Set(counts.map(([, all]) => all))).toEqual(new Set([200]));
    const times = events.map(({ time }) => time);
    expect(times.toSorted()).toEqual(times);
    // By the other spelling as well, and beside --quiet nothing.
    const { stderr } = await cli([...check, "--progress=json", "."], { cwd: folder.path });
    expect(countsOf(eventsOf(stderr))).toEqual(counts);
    expect((await cli([...check, "--progress", "json", "--quiet", "."], { cwd: folder.path })).stderr).toBe("");
  });

  it("says as messages what would have been lines for people, whatever they quote", async () => {
    const hostile = 'a\u001b[2J"\\\n::error::x.txt';
    await using folder = await folderOf({ Dockerfile: "FROM debian:13\n" });
    for (const args of [
      ["./none"],
      [`./${hostile}`],
      ["--no-such-flag"],
      ["--fail-on", "none"],
      ["--baseline", "none.json", "."],
    ]) {
      const { code, stdout, stderr } = await cli(["check", "--progress", "json", ...plain, ...args], {
        cwd: folder.path,
      });
      expect([code, stdout]).toEqual([2, ""]);
      const events = eventsOf(stderr);
      expect(
        events.some(({ event }) => event === "message"),
        JSON.stringify(args),
      ).toBe(true);
      // oxlint-disable-next-line no-control-regex
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }
  });

  it("what could not be read is a message, and the result is there", async () => {
    await using folder = await folderOf({ Dockerfile: "FROM debian:13\nMAINTAINER me\n" });
    const { code, stdout, stderr } = await cli(
      ["check", "--progress", "json", ...plain, "--format", "agent", "Dockerfile", "none.Dockerfile"],
      {
        cwd: folder.path,
      },
    );
    expect(code).toBe(2);
    expect(stdout).toContain("build/maintainer");
    expect(eventsOf(stderr)).toContainEqual(
      expect.objectContaining({ event: "message", text: expect.stringContaining("none.Dockerfile") }),
    );
  });
});
