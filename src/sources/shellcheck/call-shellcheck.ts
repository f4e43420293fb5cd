import { Failure } from "../../domain/failure.ts";
import { endingWithUs } from "../programs/end-with-us.ts";
import { environmentFor } from "../programs/environment.ts";
import type { LocatedProgram, Search } from "../programs/locate-program.ts";
import { runToEnd } from "../programs/run-to-end.ts";

/** ShellCheck's raw output, or why it was ended. */
export type Called = { readonly output: string } | { readonly over: "time" | "memory" | "output" };

export interface Call {
  readonly program: LocatedProgram;
  readonly search: Search;
  /** Folder with the scripts. */
  readonly folder: string;
  readonly milliseconds: number;
  readonly memoryBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks that do not apply to a build instruction: sourced files that only the image has (1090, 1091), variables set
 * by ENV and ARG (2154), a shebang of ash (2187).
 */
const excluded = "SC1090,SC1091,SC2154,SC2187";

/** Ordinary scripts need a tenth of it. */
const mostMemoryBytes = 1024 ** 3;
const mostOutputBytes = 16 * 1024 ** 2;

/** One process, ended if it exceeds its limits: its parser is exponential in some nestings. Throws `unreadable` if it fails. */
export async function callShellCheck(names: readonly string[], call: Call): Promise<Called> {
  const { program, search, folder, milliseconds, memoryBytes = mostMemoryBytes, signal } = call;
  const started = endingWithUs(program, ["--norc", "--format=json1", `--exclude=${excluded}`, "--", ...names]);
  const end = await runToEnd(started.program, started.args, {
    // Scripts are UTF-8 regardless of the user's locale.
    env: { ...environmentFor("reader", search), LC_ALL: "C.UTF-8" },
    cwd: folder,
    timeoutMs: milliseconds,
    maxOutputBytes: mostOutputBytes,
    memoryBytes,
    signal,
  });
  switch (end.how) {
    case "aborted":
      throw signal?.reason as Error;
    case "timed-out":
      return { over: "time" };
    case "too-big":
      return { over: "memory" };
    case "too-long":
      return { over: "output" };
    case "not-started":
      throw broken(end.error.message, end.error);
    case "killed":
      throw broken(`it was ended by ${end.by}`);
    case "exited":
      // 1 means that it has findings; 2 and above, that it failed.
      if (end.code === 0 || end.code === 1) return { output: end.stdout };
      throw broken(end.stderr.trim().slice(0, 1000) || `it ended with ${end.code}`);
  }
}

export function broken(problem: string, cause?: unknown): Failure {
  return new Failure("unreadable", `ShellCheck did not work: ${problem}`, {
    hint: "Run it by hand on any script, or leave it out with --shellcheck none.",
    cause,
  });
}
