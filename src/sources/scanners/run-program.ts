import { spawn } from "node:child_process";
import { Failure } from "../../domain/failure.ts";

export interface ProgramEnd {
  readonly code: number;
  readonly stdout: string;
  /** Its last 4,000 characters. */
  readonly stderr: string;
}

export interface ProgramLimits {
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly cwd?: string;
}

/** Characters of output that are kept; reports go into a file. */
const mostOutput = 16 * 1024 * 1024;

/**
 * Runs a program to its end; undefined when there is none of that name. It and all that it started are killed when the time is up, when it
 * prints without end, and on the signal. Throws `Failure` (`timed-out`, `scanner-failed`) and the signal's reason.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeoutMs, env, signal, cwd }: ProgramLimits,
): Promise<ProgramEnd | undefined> {
  if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
  const { promise, resolve, reject } = Promise.withResolvers<ProgramEnd | undefined>();
  // A group of its own: a shell script's children end with it.
  const child = spawn(program, args, {
    env: { ...env },
    ...(cwd !== undefined && { cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let why: unknown;
  const kill = (reason: unknown): void => {
    why ??= reason;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const onAbort = (): void => kill(signal?.reason);
  const timer = setTimeout(() => kill(tooSlow(program, timeoutMs)), timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  const out: string[] = [];
  let size = 0;
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    size += chunk.length;
    if (size > mostOutput) kill(tooLong(program));
    else out.push(chunk);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr = `${stderr}${chunk}`.slice(-4000)));
  const end = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  child.on("error", (error: NodeJS.ErrnoException) => {
    end();
    if (error.code === "ENOENT") resolve(undefined);
    else reject(cannotRun(program, error));
  });
  child.on("close", (code) => {
    end();
    if (why !== undefined) reject(why as Error);
    else resolve({ code: code ?? -1, stdout: out.join(""), stderr });
  });
  return promise;
}

function tooSlow(program: string, timeoutMs: number): Failure {
  return new Failure("timed-out", `${program} has not ended after ${timeoutMs / 1000} s and was stopped.`, {
    hint: "A first download of its database takes longer: let it run once by hand.",
  });
}

function tooLong(program: string): Failure {
  return new Failure("scanner-failed", `${program} prints without end and was stopped.`, {
    hint: "Run it by hand to see what it says, or leave it out.",
  });
}

function cannotRun(program: string, cause: NodeJS.ErrnoException): Failure {
  return new Failure("scanner-failed", `${program} cannot be run: ${cause.message}`, {
    hint: "Check that the file is a program for this machine and may be executed.",
    cause,
  });
}
