import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** A cgroup and those below it, `most` at the most: v1 counts each by itself, and a container with an init system makes some. The kernel's tree, so no disk is waited for. */
export function cgroupAndBelow(path: string, most = Infinity): string[] {
  const found = [path];
  // Grows while it is walked.
  for (const at of found)
    for (const entry of listed(at)) if (entry.isDirectory() && found.length < most) found.push(join(at, entry.name));
  return found;
}

function listed(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It is gone.
    return [];
  }
}
