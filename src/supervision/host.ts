import { readFileSync } from "node:fs";
import { Failure } from "../domain/failure.ts";

/** Node itself keeps some twenty files open, and crashes if it cannot open more; each of our threads and helpers adds a few. */
const leastFiles = 64;

/**
 * The start folder of the process, after a check that the process can work at all. Throws `Failure`: `no-such-file`
 * if that folder was removed (getcwd(3), ENOENT), `host-trouble` if too few files can be opened.
 */
export function startedIn(from: Pick<NodeJS.Process, "cwd">, limits = ownLimits()): string {
  const files = /^Max open files +(\d+)/m.exec(limits)?.[1];
  if (files !== undefined && Number(files) < leastFiles) {
    throw new Failure(
      "host-trouble",
      `a process may open only ${files} files here, and at least ${leastFiles} are needed`,
      {
        hint: "Raise the limit: ulimit -n 1024",
      },
    );
  }
  try {
    return from.cwd();
  } catch (error) {
    throw new Failure("no-such-file", "the current folder does not exist any more", {
      hint: "Change to a folder that does, and run again: cd /path",
      cause: error,
    });
  }
}

/** proc_pid_limits(5); empty if the file is missing. */
function ownLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return "";
  }
}
