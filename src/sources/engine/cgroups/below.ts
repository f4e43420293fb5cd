import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** A cgroup and those below it, `most` at the most: v1 counts each by itself, and a container with an init system makes some. The kernel's tree, so no disk is waited for. */
export function cgroupAndBelow(path: string, maxCgroups = Infinity): string[] {
  const paths = [path];
  // Grows while it is walked.
  for (const at of paths)
    for (const entry of folderEntries(at))
      if (entry.isDirectory() && paths.length < maxCgroups) paths.push(join(at, entry.name));
  return paths;
}

function folderEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It is gone.
    return [];
  }
}
