import { readFileSync } from "node:fs";

/**
 * Text of a file of /proc/PID or of a cgroup; undefined when it does not exist, no longer exists, or may not be read. Synchronous, since no disk is involved: through
 * another thread each read costs about 220 microseconds of CPU where this costs 12, and some fifteen such files are read ten or twenty times a second beside a container
 * whose CPU is measured. Not for what a process can hold up: its memory (`maps`, `cmdline`, `environ`) and its `root`.
 */
export function kernelText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
