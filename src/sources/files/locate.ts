import { lstat, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { ResolvedPath } from "../../domain/workload/reach.ts";

/**
 * What a path of this machine leads to at this moment, all links resolved; undefined where there is nothing. It is named by device and
 * inode, so that another thing under the same name is seen to be another.
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
  const found = new Map<string, ResolvedPath>();
  for (const path of new Set(paths)) {
    const located = await locate(path, cwd);
    if (located !== undefined) found.set(path, located);
  }
  return found;
}
