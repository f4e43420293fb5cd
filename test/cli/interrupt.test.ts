// Ctrl-C and SIGKILL in the middle of a run. The image is small, so that the middle is soon reached.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { tinyImage } from "../images/tiny.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf, type CliOptions } from "./run-cli.ts";

const files = {
  Dockerfile: `FROM ${tinyImage}\nUSER 1000:1000\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080", "-h", "/etc"]\n`,
  "hullproof.yaml":
    "workload:\n  ready: { http: { port: 8080, path: /passwd } }\n  stop: { signal: SIGKILL, exitCodes: [137] }\n  restart: false\n",
};

/** Sends `signal` once stderr says that `stage` has begun or ended, after `before`. */
const at = (
  stage: string,
  signal: NodeJS.Signals,
  before: () => Promise<unknown> = () => sleep(300),
): NonNullable<CliOptions["started"]> => {
  let sent = false;
  return (child) =>
    child.onStderr((text) => {
      if (sent || !text.includes(stage)) return;
      sent = true;
      void before().then(() => child.kill(signal));
    });
};

it.each([
  ["SIGINT", "find "],
  ["SIGINT", "reference "],
  ["SIGTERM", "fix "],
] as const)("%s after %s leaves nothing: exit 2", async (signal, stage) => {
  await using runs = ownRuns();
  await using folder = await folderOf(files);
  let sentAt = Infinity;
  const { code, stderr } = await cli(["harden", "--progress", "plain"], {
    cwd: folder.path,
    env: runs.env,
    started: at(stage, signal, async () => {
      await sleep(300);
      sentAt = performance.now();
    }),
  });
  expect(stderr).toContain(signal);
  expect(stderr).not.toContain("    at ");
  expect(code).toBe(2);
  // Ten for a run that gets on with taking away what it made, and what a busy engine takes for it.
  expect((performance.now() - sentAt) / 1000).toBeLessThan(15);
  // Before the first stage ends there may be none yet.
  expect((await runs.runs()).length).toBeGreaterThanOrEqual(stage === "find " ? 0 : 1);
  const engine = await connect();
  const left = await runs.left(engine);
  if (left.length === 0) return;
  // An engine that takes longer than the seconds that Ctrl-C may take: then it is told, and the next run removes it.
  for (const name of left.filter((one) => one.startsWith("container ")))
    expect(stderr).toContain(`container ${name.slice("container /".length)}`);
  expect(stderr).toContain("Not removed in time, the next run does it: ");
  await cli(["learn", "--quiet", tinyImage], { cwd: folder.path });
  expect(await runs.left(engine)).toEqual([]);
});

it("what SIGKILL leaves is removed by the next run, and other people's containers are not", async () => {
  const engine = await connect();
  await using runs = ownRuns();
  const foreign = await engine.call<{ Id: string }>({
    method: "POST",
    path: "/containers/create",
    query: { name: `foreign-${process.pid}` },
    body: { Image: tinyImage, Cmd: ["sleep", "60"], Labels: { app: "theirs" } },
  });
  try {
    await using folder = await folderOf(files);
    // Asked before the kill: afterwards any other run removes it.
    let there: readonly string[] = [];
    const killed = await cli(["harden", "--progress", "plain"], {
      cwd: folder.path,
      env: runs.env,
      started: at("reference ", "SIGKILL", async () => (there = await runs.left(engine))),
    });
    expect(killed.code).toBeNull();
    expect(there.join("\n")).toMatch(/^(container|image) /m);
    // With another temporary folder.
    const next = await cli(["learn", "--quiet", tinyImage], { cwd: folder.path });
    expect([0, 2]).toContain(next.code);
    expect(await runs.left(engine)).toEqual([]);
    const still = await engine.call<{ Id?: string }>({
      method: "GET",
      path: `/containers/${foreign.Id}/json`,
      accept: [404],
    });
    expect(still.Id).toBe(foreign.Id);
  } finally {
    await engine.call({ method: "DELETE", path: `/containers/${foreign.Id}`, query: { force: true }, accept: [404] });
  }
});
