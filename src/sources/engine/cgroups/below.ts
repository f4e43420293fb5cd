import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/**
 * A cgroup and its descendants, at most `maxCgroups`: v1 counts each separately, and a container with an init system
 * creates some. The files are the kernel's, so no disk access blocks.
 */
export function cgroupAndBelow(path: string, maxCgroups = Infinity): string[] {
  const paths = [path];
  // Grows during iteration.
  for (const at of paths)
    for (const entry of folderEntries(at))
      if (entry.isDirectory() && paths.length < maxCgroups) paths.push(join(at, entry.name));
  return paths;
}

function folderEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // The cgroup is gone.
    return [];
  }
}
