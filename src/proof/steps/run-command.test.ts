import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-run-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const env = { PATH: process.env["PATH"], KIND: "smoke" };

test("exit code, both streams, environment and folder of a command", async () => {
  const command = ["sh", "-c", 'echo "$KIND in $(pwd -P)"; echo bad >&2; exit 3'];
  const result = await runCommand({ command, folder, timeoutMs: 10_000 }, env, signal);
  expect(result).toMatchObject({ exitCode: 3, stderr: "bad\n" });
  expect("stdout" in result && result.stdout).toMatch(/^smoke in .*hullproof-run-/u);
});

test("a script that may not be executed is read by sh, one that may is run by its first line", async () => {
  await writeFile(join(folder, "plain.sh"), "echo plain $1\n");
  const plain = await runCommand({ command: ["./plain.sh", "x"], folder, timeoutMs: 10_000 }, env, signal);
  expect(plain).toMatchObject({ exitCode: 0, stdout: "plain x\n" });
  await writeFile(join(folder, "own.sh"), "#!/bin/cat\nits own\n");
  await chmod(join(folder, "own.sh"), 0o755);
  const own = await runCommand({ command: ["./own.sh"], folder, timeoutMs: 10_000 }, env, signal);
  expect(own).toMatchObject({ exitCode: 0, stdout: "#!/bin/cat\nits own\n" });
});

test("after its time a command ends with all that it started", async () => {
  const child = join(folder, "child");
  const command = ["sh", "-c", `sleep 600 & echo $! > ${child}; wait`];
  const result = await runCommand({ command, timeoutMs: 300 }, env, signal);
  expect(result).toEqual({ problem: "no end within 300 ms", timedOut: true });
  const pid = Number(await readFile(child, "utf8"));
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("what it leaves running ends with it", async () => {
  const child = join(folder, "left");
  await runCommand({ command: ["sh", "-c", `sleep 600 & echo $! > ${child}`], timeoutMs: 10_000 }, env, signal);
  const pid = Number(await readFile(child, "utf8"));
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("a program that is not there is a problem", async () => {
  const result = await runCommand({ command: ["no-such-program-here"], timeoutMs: 1000 }, env, signal);
  expect(result).toMatchObject({ problem: "no-such-program-here: there is no such program or folder" });
});

test("output of a command that ends while this process is busy is whole", async () => {
  for (let round = 0; round < 10; round++) {
    const run = runCommand({ command: ["sh", "-c", "echo all of it"], timeoutMs: 10_000 }, env, signal);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    expect(await run).toEqual({ exitCode: 0, stdout: "all of it\n", stderr: "" });
  }
});

/** One that ended and waits for its parent counts as ended. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) Z /u.test(stat);
}
