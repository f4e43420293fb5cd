import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "./run-program.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-program-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sh = (script: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  runProgram({ path: "/bin/sh", name: "sh" }, ["-c", script], {
    timeoutMs: 60_000,
    env: { PATH: "/usr/bin:/bin" },
    cwd: folder,
    ...more,
  });

/** Whether a process exists and is not a zombie. */
async function runs(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) Z /.test(stat);
}

describe("a program", () => {
  test("returns exit state, output, and the end of stderr", async () => {
    expect(await sh("pwd; echo bad >&2; exit 3")).toEqual({ code: 3, stdout: `${folder}\n`, stderr: "bad\n" });
    const long = await sh(
      "i=0; while [ $i -lt 200 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done",
    );
    expect(long?.stderr).toHaveLength(4000);
  });

  test("reports a program that cannot be run", async () => {
    const text = { path: join(folder, "text"), name: "text" };
    await writeFile(text.path, "no program", { mode: 0o600 });
    await expect(runProgram(text, [], { timeoutMs: 1000, env: {}, cwd: folder })).rejects.toMatchObject({
      code: "scanner-failed",
    });
  });

  test.skipIf(process.platform !== "linux")("kills a program that does not end, with its children", async () => {
    const script = `sleep 300 & echo $! > ${join(folder, "pid")}; sleep 300`;
    await expect(sh(script, { timeoutMs: 500 })).rejects.toMatchObject({ code: "timed-out" });
    expect(await runs(Number(await readFile(join(folder, "pid"), "utf8")))).toBe(false);
  });

  test("kills a program on the signal, with its reason", async () => {
    const stop = new AbortController();
    const running = sh("sleep 300", { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    await expect(sh("exit 0", { signal: stop.signal })).rejects.toThrow("enough");
  });

  test("stops a program with excessive output", async () => {
    await expect(sh("exec yes 0123456789012345678901234567890123456789")).rejects.toMatchObject({
      code: "scanner-failed",
    });
  });
});
