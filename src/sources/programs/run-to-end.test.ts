import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runToEnd } from "./run-to-end.ts";
import type { ProgramCall } from "./program-call.ts";

const limits = { cwd: "/", timeoutMs: 60_000, maxOutputBytes: 16 * 1024 * 1024 };
const sh = (script: string, more: Partial<ProgramCall> = {}) =>
  runToEnd({ command: "/bin/sh" }, ["-c", script], { ...limits, env: { PATH: "/usr/bin:/bin" }, ...more });
const node = (script: string, more: Partial<ProgramCall> = {}) =>
  runToEnd({ command: process.execPath }, ["-e", script], { ...limits, env: {}, ...more });

/** Blocks this process meanwhile, including its event loop. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe("complete output", () => {
  test("reads the output of a program that ends while this process is busy", async () => {
    for (let round = 0; round < 20; round++) {
      const run = sh("echo out; echo err >&2; exit 3");
      block(60);
      expect(await run).toEqual({ how: "exited", code: 3, stdout: "out\n", stderr: "err\n" });
    }
  });

  test("reads 5 MB of a program that exits at once, in a busy process", async () => {
    const run = node(`process.stdout.write("x".repeat(5e6) + "end"); process.exitCode = 0`);
    block(500);
    const busy = setInterval(() => block(40), 1);
    const end = await run.finally(() => clearInterval(busy));
    expect(end).toMatchObject({ how: "exited", code: 0 });
    expect("stdout" in end && end.stdout.length).toBe(5_000_003);
  });

  test("reads the output of a program whose daemon keeps the pipe open", async () => {
    const file = join(tmpdir(), `hullproof-daemon-${process.pid}`);
    const run = sh(
      `setsid sh -c 'echo $$ > ${file}; exec sleep 600' & until [ -s ${file} ]; do sleep 0.01; done; head -c 100000 /dev/zero | tr '\\0' y; exit 0`,
    );
    block(1500);
    const end = await run;
    expect(end).toMatchObject({ how: "exited", code: 0 });
    expect("stdout" in end && end.stdout.length).toBe(100_000);
    // It left the group, so it still runs: the subject of the test.
    process.kill(Number(await readFile(file, "utf8")), "SIGKILL");
    await rm(file);
  });

  test("stops reading when a daemon keeps printing", async () => {
    const file = join(tmpdir(), `hullproof-chatty-${process.pid}`);
    const end = await sh(
      `echo first; setsid sh -c 'echo $$ > ${file}; while :; do echo more; sleep 0.02; done' & until [ -s ${file} ]; do sleep 0.01; done; exit 7`,
    );
    expect(end).toMatchObject({ how: "exited", code: 7, stdout: expect.stringMatching(/^first\n/) });
    process.kill(Number(await readFile(file, "utf8")), "SIGKILL");
    await rm(file);
  });

  test("decodes letters split across chunks", async () => {
    expect(await sh(`printf '\\303'; sleep 0.1; printf '\\244'`)).toMatchObject({ stdout: "ä" });
    const heard: string[] = [];
    await sh(`printf '\\303'; sleep 0.1; printf '\\244'`, { onText: (text) => heard.push(text) });
    expect(heard.join("")).toBe("ä");
  });
});

describe("limits", () => {
  test("enforces a time limit that a busy process does not shorten", async () => {
    const slow = sh("exit 0", { timeoutMs: 200 });
    block(600);
    expect(await slow).toMatchObject({ how: "exited", code: 0 });
    expect(await sh("sleep 600 & wait", { timeoutMs: 200 })).toMatchObject({ how: "timed-out" });
  });

  test("kills a program that ignores SIGTERM", async () => {
    expect(await sh("trap '' TERM; sleep 600 & wait; wait", { timeoutMs: 200, graceMs: 200 })).toMatchObject({
      how: "timed-out",
    });
  });

  test("enforces the output limit, or keeps the end", async () => {
    expect(await sh("yes", { maxOutputBytes: 100_000 })).toMatchObject({ how: "too-long" });
    expect(await sh("yes >&2", { maxOutputBytes: 100_000, onText: () => {} })).toMatchObject({ how: "too-long" });
    const tail = await sh("seq 1 200000", { maxOutputBytes: 14, beyond: "keep the tail" });
    expect(tail).toMatchObject({ how: "exited", stdout: "199999\n200000\n" });
  });

  test.runIf(process.platform === "linux")("enforces the memory limit", async () => {
    const big = node(`const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))`, { memoryBytes: 400e6 });
    expect(await big).toMatchObject({ how: "too-big" });
  });
});

test("aborts on the signal, before and after the start", async () => {
  const controller = new AbortController();
  const run = sh("sleep 600", { signal: controller.signal });
  controller.abort();
  expect(await run).toMatchObject({ how: "aborted" });
  expect(await sh("exit 0", { signal: controller.signal })).toMatchObject({ how: "aborted" });
});

test("passes input, but none of our environment", async () => {
  process.env["HULLPROOF_TEST_SECRET"] = "made up";
  const end = await sh("env; cat", { env: { PATH: "/usr/bin:/bin", ONE: "1" }, input: "typed" });
  delete process.env["HULLPROOF_TEST_SECRET"];
  expect(end).toMatchObject({ stdout: expect.stringMatching(/ONE=1/) });
  // Only the parent is identified, for the next run.
  expect("stdout" in end && end.stdout).not.toMatch(/HULLPROOF_(?!OWNER=)|HOME/);
  expect("stdout" in end && end.stdout.endsWith("typed")).toBe(true);
});

test("reports a program that cannot be started", async () => {
  const missing = await runToEnd({ command: "/no/such/program" }, [], { ...limits, env: {} });
  expect(missing).toMatchObject({ how: "not-started", error: { code: "ENOENT" } });
  const nul = await runToEnd({ command: "/bin/sh" }, ["a\0b"], { ...limits, env: {} });
  expect(nul).toMatchObject({ how: "not-started" });
  const file = await runToEnd({ command: "/etc/passwd" }, [], { ...limits, env: {} });
  expect(file).toMatchObject({ how: "not-started", error: { code: "EACCES" } });
  expect(await sh("kill -9 $$")).toMatchObject({ how: "killed", by: "SIGKILL" });
});
