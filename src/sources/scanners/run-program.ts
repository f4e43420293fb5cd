import { Failure } from "../../domain/failure.ts";
import { endingWithUs } from "../programs/end-with-us.ts";
import type { LocatedProgram } from "../programs/locate-program.ts";
import { runToEnd } from "../programs/run-to-end.ts";

export interface ScannerEnd {
  readonly code: number;
  readonly stdout: string;
  /** Its last 4,000 characters. */
  readonly stderr: string;
}

export interface ScannerLimits {
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Private: scanners read settings from their start folder. */
  readonly cwd: string;
}

/** Maximum bytes of output; reports are written to a file. */
const mostOutput = 16 * 1024 * 1024;

/**
 * Runs a scanner to its end. It and all its child processes are killed on a timeout, on excessive output, and by the
 * signal. Throws `Failure` (`timed-out`, `scanner-failed`) and the signal's reason.
 */
export async function runProgram(
  program: LocatedProgram,
  args: readonly string[],
  { timeoutMs, env, signal, cwd }: ScannerLimits,
): Promise<ScannerEnd> {
  const call = endingWithUs(program, args);
  const end = await runToEnd(call.program, call.args, { env, cwd, timeoutMs, maxOutputBytes: mostOutput, signal });
  switch (end.how) {
    case "exited":
      if (end.stderr.startsWith("setpriv: failed to execute")) throw cannotRun(program, end.stderr.trim());
      return { code: end.code, stdout: end.stdout, stderr: end.stderr.slice(-4000) };
    case "killed":
    case "too-big":
      return { code: -1, stdout: end.stdout, stderr: end.stderr.slice(-4000) };
    case "aborted":
      throw signal?.reason as Error;
    case "timed-out":
      throw new Failure("timed-out", `${program.name} has not ended after ${timeoutMs / 1000} s and was stopped.`, {
        hint: "A first download of its database takes longer: let it run once by hand.",
      });
    case "too-long":
      throw new Failure("scanner-failed", `${program.name} prints without end and was stopped.`, {
        hint: "Run it by hand to see what it says, or leave it out.",
      });
    case "not-started":
      throw cannotRun(program, end.error.message, end.error);
  }
}

function cannotRun({ path }: LocatedProgram, why: string, cause?: unknown): Failure {
  return new Failure("scanner-failed", `${path} cannot be run: ${why}`, {
    hint: "Check that the file is a program for this machine and may be executed.",
    cause,
  });
}
