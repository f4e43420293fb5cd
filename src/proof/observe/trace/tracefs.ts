import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isLocated, locateOneOf } from "../../../sources/programs/locate-program.ts";
import { pathRules } from "../../../sources/paths/path-rules.ts";
import { runToEnd } from "../../../sources/programs/run-to-end.ts";
import { exists } from "../../../sources/files/exists.ts";

export const tracefs = "/sys/kernel/tracing";

/**
 * Mounts tracefs if needed, and leaves it mounted, like systemd: it has no state of ours once the instance is removed.
 */
export async function mountTracefs(): Promise<void> {
  if (await exists(`${tracefs}/events`)) return;
  // Any error here is reported as a missing tracepoint.
  const mount = locateOneOf(["/usr/bin/mount", "/bin/mount"], pathRules("/", []));
  if (!isLocated(mount)) return;
  await runToEnd(mount, ["-t", "tracefs", "tracefs", tracefs], {
    env: {},
    cwd: "/",
    timeoutMs: 30_000,
    maxOutputBytes: 65_536,
  });
}

/** `event` as `capability/cap_capable`. */
export function hasTracepoint(event: string): Promise<boolean> {
  return exists(`${tracefs}/events/${event}`);
}

/** "overrun" and "dropped events" of each CPU, Documentation/trace/ftrace.rst, "per_cpu". */
export async function lostEvents(instance: string): Promise<number> {
  let lost = 0;
  for (const cpu of await readdir(join(instance, "per_cpu"))) {
    const stats = await readFile(join(instance, "per_cpu", cpu, "stats"), "utf8");
    for (const [, count] of stats.matchAll(/^(?:overrun|dropped events): (\d+)$/gmu)) lost += Number(count);
  }
  return lost;
}

/** Writes text to an existing file of tracefs. */
export function writeTraceFile(file: string, text: string): Promise<void> {
  return writeFile(file, text);
}
