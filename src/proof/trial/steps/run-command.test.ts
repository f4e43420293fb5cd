import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decide, noConsent, permitForNothing } from "../../../consent/decide.ts";
import { runItem } from "../../../consent/run-item.ts";
import { runCommand } from "./run-command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-run-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
/** As the person at this machine would have typed it. */
const ran = (step: Parameters<typeof runCommand>[0]) =>
  runCommand(step, env, { signal, permit: decide([{ ...runItem(step), own: true }], noConsent) });
const env = { PATH: process.env["PATH"], KIND: "smoke" };

test("returns exit code and both streams of a command, and sets environment and directory", async () => {
  const command = ["sh", "-c", 'echo "$KIND in $(pwd -P)"; echo bad >&2; exit 3'];
  const result = await ran({ command, folder, timeoutMs: 10_000 });
  expect(result).toMatchObject({ exitCode: 3, stderr: "bad\n" });
  expect("stdout" in result && result.stdout).toMatch(/^smoke in .*hullproof-run-/u);
});

test("runs a script that is not executable with sh, and others by their first line", async () => {
  await writeFile(join(folder, "plain.sh"), "echo plain $1\n");
  const plain = await ran({ command: ["./plain.sh", "x"], folder, timeoutMs: 10_000 });
  expect(plain).toMatchObject({ exitCode: 0, stdout: "plain x\n" });
  await writeFile(join(folder, "own.sh"), "#!/bin/cat\nits own\n");
  await chmod(join(folder, "own.sh"), 0o755);
  const own = await ran({ command: ["./own.sh"], folder, timeoutMs: 10_000 });
  expect(own).toMatchObject({ exitCode: 0, stdout: "#!/bin/cat\nits own\n" });
});

test("ends a command with its children at the time limit", async () => {
  const child = join(folder, "child");
  const command = ["sh", "-c", `sleep 600 & echo $! > ${child}; wait`];
  const result = await ran({ command, timeoutMs: 300 });
  expect(result).toEqual({ problem: "no end within 300 ms", timedOut: true });
  const pid = Number(await readFile(child, "utf8"));
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("ends remaining children with the command", async () => {
  const child = join(folder, "left");
  await ran({ command: ["sh", "-c", `sleep 600 & echo $! > ${child}`], timeoutMs: 10_000 });
  const pid = Number(await readFile(child, "utf8"));
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("reports a missing program as a problem", async () => {
  const result = await ran({ command: ["no-such-program-here"], timeoutMs: 1000 });
  expect(result).toMatchObject({ problem: "no-such-program-here: there is no such program or folder" });
});

test("returns the complete output of a command that ends while this process is busy", async () => {
  for (let round = 0; round < 10; round++) {
    const run = ran({ command: ["sh", "-c", "echo all of it"], timeoutMs: 10_000 });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    expect(await run).toEqual({ exitCode: 0, stdout: "all of it\n", stderr: "" });
  }
});

test("does not run a command that was not allowed, or with other arguments", async () => {
  const allowed = { command: ["touch", join(folder, "allowed")], timeoutMs: 1000 };
  const permit = decide([{ ...runItem(allowed), own: true }], noConsent);
  const other = { ...allowed, command: ["touch", join(folder, "other")] };
  for (const one of [permit, permitForNothing()])
    await expect(runCommand(other, env, { signal, permit: one })).rejects.toMatchObject({ code: "not-allowed" });
  expect(await readdir(folder)).not.toContain("other");
});

/** One that ended and waits for its parent counts as ended. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) Z /u.test(stat);
}
