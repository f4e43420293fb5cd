import { lstat, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { ResolvedPath } from "../../domain/workload/host-access.ts";

/**
 * The current target of a path on this machine, all links resolved; undefined if it is missing. It is identified by
 * device and inode, so that another file under the same name is recognized.
 */
export async function locate(path: string, cwd = "."): Promise<ResolvedPath | undefined> {
  try {
    const real = await realpath(resolve(cwd, path));
    const stats = await lstat(real, { bigint: true });
    const kind = stats.isDirectory() ? "folder" : stats.isFile() ? "file" : "other";
    return { path: real, device: String(stats.dev), inode: String(stats.ino), kind };
  } catch {
    return undefined;
  }
}

/** All of these that are there, by the names that they were asked for under. */
export async function locateAll(paths: Iterable<string>, cwd = "."): Promise<ReadonlyMap<string, ResolvedPath>> {
  const locatedPaths = new Map<string, ResolvedPath>();
  for (const path of new Set(paths)) {
    const located = await locate(path, cwd);
    if (located !== undefined) locatedPaths.set(path, located);
  }
  return locatedPaths;
}
