import type { ProgramCall } from "./program-call.ts";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setImmediate, setTimeout as setTimer } from "node:timers/promises";
import { markText, ownerVariable, ownMark } from "./owner-mark.ts";
import { drained, keepOutput } from "./program-output.ts";
import type { LocatedProgram } from "./locate-program.ts";

export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
}

export type ProgramEnd =
  | ({ readonly how: "exited"; readonly code: number } & ProgramOutput)
  | ({ readonly how: "killed"; readonly by: string } & ProgramOutput)
  /** Ended by us. `aborted`: by the signal. */
  | ({ readonly how: "timed-out" | "too-long" | "too-big" | "aborted" } & ProgramOutput)
  | { readonly how: "not-started"; readonly error: NodeJS.ErrnoException };

/**
 * The only place that starts local programs: a test searches for others. It runs to its end in its own process group,
 * which ends with it. Its output is complete: both streams are read to their end, even if it ended long before. If a
 * process that left the group keeps them open, reading stops when no more data arrives. Never rejects.
 */
export async function runToEnd(
  program: LocatedProgram | { readonly command: string },
  args: readonly string[],
  call: ProgramCall,
): Promise<ProgramEnd> {
  for (let attempt = 1; ; attempt++) {
    const end = await runOnce(program, args, call);
    // A newly written file may still be open in a child process that another thread is starting (execve(2), ETXTBSY).
    if (end.how !== "not-started" || end.error.code !== "ETXTBSY" || attempt === 10) return end;
    await setTimer(20);
  }
}

async function runOnce(
  program: LocatedProgram | { readonly command: string },
  args: readonly string[],
  call: ProgramCall,
): Promise<ProgramEnd> {
  const { signal, graceMs = 0 } = call;
  if (signal?.aborted === true) return { how: "aborted", stdout: "", stderr: "" };
  const { promise, resolve } = Promise.withResolvers<ProgramEnd>();
  const child = start(program, args, call);
  if (child instanceof Error) return { how: "not-started", error: child };

  let endReason: "timed-out" | "too-long" | "too-big" | "aborted" | undefined;
  let over = false;
  let killing: NodeJS.Timeout | undefined;
  const end = (reason: NonNullable<typeof endReason>): void => {
    if (over || endReason !== undefined) return;
    endReason = reason;
    if (graceMs > 0) {
      killGroup(child.pid, "SIGTERM");
      killing = setTimeout(() => killGroup(child.pid, "SIGKILL"), graceMs);
    } else killGroup(child.pid, "SIGKILL");
  };
  const onAbort = (): void => end("aborted");
  // A busy process handles timers before it notices that the program ended in time.
  const limit = setTimeout(() => void setImmediate().then(() => end("timed-out")), call.timeoutMs);
  const watch = watchMemory(child.pid, call.memoryBytes, () => end("too-big"));
  signal?.addEventListener("abort", onAbort, { once: true });
  const streams = [child.stdout, child.stderr].map((stream) => keepOutput(stream, call, () => end("too-long")));
  const settle = (programEnd: ProgramEnd): void => {
    over = true;
    clearTimeout(limit);
    clearTimeout(killing);
    clearInterval(watch);
    signal?.removeEventListener("abort", onAbort);
    resolve(programEnd);
  };
  child.on("error", (error: NodeJS.ErrnoException) => {
    // Also emitted if a signal could not be sent, which ends nothing.
    if (child.pid === undefined) settle({ how: "not-started", error });
  });
  child.on("exit", (code, by) => {
    over = true;
    clearTimeout(limit);
    killGroup(child.pid, "SIGKILL");
    void drained(child, () => streams.reduce((sum, one) => sum + one.bytes(), 0)).then(() => {
      const [stdout = "", stderr = ""] = streams.map((one) => one.text());
      if (endReason !== undefined) settle({ how: endReason, stdout, stderr });
      else if (code === null) settle({ how: "killed", by: by ?? "a signal", stdout, stderr });
      else settle({ how: "exited", code, stdout, stderr });
    });
  });
  // A program that ends without reading its input breaks the pipe; its exit code is sufficient.
  child.stdin?.on("error", () => {});
  child.stdin?.end(call.input);
  return promise;
}

function start(program: LocatedProgram | { readonly command: string }, args: readonly string[], call: ProgramCall) {
  const located = "path" in program;
  try {
    return spawn(located ? program.path : program.command, args, {
      ...(located && { argv0: program.name }),
      // Lets the next run find programs that this one leaves running when it is killed.
      env: { ...call.env, [ownerVariable]: markText(ownMark()) },
      cwd: call.cwd,
      stdio: [call.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // A separate group: child processes end with it, and a Ctrl-C in the terminal reaches it only through us.
      detached: process.platform !== "win32",
      windowsHide: true,
      shell: false,
    });
  } catch (error) {
    // A NUL in an argument is rejected before anything starts.
    return error as NodeJS.ErrnoException;
  }
}

function killGroup(leader: number | undefined, name: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(process.platform === "win32" ? leader : -leader, name);
  } catch {
    // The whole group has ended.
  }
}

/** Field 2 of /proc/PID/statm in pages of 4 KiB, proc_pid_statm(5); larger pages only make the limit stricter. */
function watchMemory(pid: number | undefined, limit: number | undefined, onOver: () => void) {
  if (limit === undefined || pid === undefined || process.platform !== "linux") return undefined;
  return setInterval(() => {
    readFile(`/proc/${pid}/statm`, "utf8").then(
      (text) => {
        if (Number(text.split(" ")[1]) * 4096 > limit) onOver();
      },
      () => {},
    );
  }, 50);
}
