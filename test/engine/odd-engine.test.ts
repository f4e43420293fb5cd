// An engine that turns odd in the middle of a run: hangs, drips, floods, answers null. Whatever it does, Ctrl-C is heard and ends the run in seconds, with
// a list of what it could not remove; and what is left is found by the next run.
import { afterAll, describe, expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ownRuns } from "../cli/own-runs.ts";
import { cli as anyCli, folderOf, type CliOptions } from "../cli/run-cli.ts";
import { tinyImage } from "../images/tiny.ts";
import { oddProxy, type Oddity } from "./odd-proxy.ts";

const runs = ownRuns();
const cli = (args: readonly string[], { env, ...options }: CliOptions) =>
  anyCli(args, { ...options, env: { ...runs.env, ...env } });
afterAll(async () => {
  // A run of its own removes what the runs here had to leave.
  await anyCli(["learn", "--quiet", "--fresh", tinyImage]);
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

/** A command is a question to the engine each time: it is asked from the start to the end. */
const config = `workload:
  ready: { exec: { command: ["false"] } }
  readyTimeout: 120s
  stop: { exitCodes: [0, 137, 143], timeout: 1s }
  command: ["sleep", "600"]
`;

async function interrupted(from: number, oddity: Oddity, signals: readonly number[]) {
  await using proxy = await oddProxy(from, oddity);
  await using folder = await folderOf({ "hullproof.yaml": config });
  let since: number | undefined;
  const result = await cli(["learn", "--fresh", "--progress", "plain", tinyImage], {
    cwd: folder.path,
    env: { DOCKER_HOST: proxy.host },
    started(child) {
      const timer = setInterval(() => {
        if (proxy.seen() < from) return;
        clearInterval(timer);
        since = performance.now();
        for (const ms of signals) setTimeout(() => child.kill("SIGINT"), ms);
      }, 50);
      timer.unref();
    },
  });
  return { ...result, seconds: since === undefined ? 0 : (performance.now() - since) / 1000 };
}

describe.concurrent("Ctrl-C while the engine is odd", () => {
  it.each([
    [4, "hang"],
    [12, "hang"],
    [31, "hang"],
    [31, "drip"],
    [31, "flood"],
  ] as const)("from connection %i on: %s", async (from, oddity) => {
    const { code, stderr, seconds } = await interrupted(from, oddity, [500]);
    expect({ code, trace: /^ {4}at /m.test(stderr) }).toEqual({ code: 2, trace: false });
    expect(stderr).toContain("SIGINT");
    // Five of grace, and a machine that is busy.
    expect(seconds).toBeLessThan(20);
  });

  it("the second one ends it at once, and says what is left", async () => {
    const { code, stderr, seconds } = await interrupted(31, "hang", [300, 1_500]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Not removed in time, the next run does it: .*hp-/);
    expect(seconds).toBeLessThan(15);
  });
});

it.concurrent.each([
  [1, "null"],
  [2, "null"],
  [5, "null"],
  [9, "null"],
  [3, "truncate"],
  [3, "close"],
] as const)("from connection %i on the engine answers by %s: one message, exit 2", async (from, oddity) => {
  await using proxy = await oddProxy(from, oddity);
  await using folder = await folderOf({ "hullproof.yaml": config });
  const { code, stderr } = await cli(["learn", "--fresh", tinyImage], {
    cwd: folder.path,
    env: { DOCKER_HOST: proxy.host },
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^hullproof: .+\n {2}.+/m);
  // The engine's fault, and not that of a setting.
  expect(stderr).not.toMatch(/hullproof\.yaml|ZodError|this is a bug|^ {4}at /im);
});
