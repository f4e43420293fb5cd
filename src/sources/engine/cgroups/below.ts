import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** A cgroup and those below it, `most` at the most: v1 counts each by itself, and a container with an init system makes some. The kernel's tree, so no disk is waited for. */
export function cgroupAndBelow(path: string, most: number): string[] {
  const found: string[] = [];
  const pending = [path];
  for (let at = pending.shift(); at !== undefined && found.length < most; at = pending.shift()) {
    found.push(at);
    for (const entry of listed(at)) if (entry.isDirectory()) pending.push(join(at, entry.name));
  }
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
