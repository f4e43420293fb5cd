import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";

export interface DiskUse {
  /** Allocated bytes, counted like du(1): without holes, and hard links once. */
  readonly bytes: number;
  /** Everything with a name. */
  readonly files: number;
  /** Folders are nested too deeply, and deeper ones were not counted. */
  readonly tooDeep: boolean;
}

const blockBytes = 512;
const deepest = 200;
const folder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Disk usage below `roots`, on Linux. Stops as soon as it exceeds `limits`. Each folder is opened relative to its
 * open parent, never by a longer path, so that a container cannot redirect it by replacing a folder with a link.
 * Missing and unreadable files count as nothing.
 */
export async function diskUse(
  roots: readonly string[],
  limits: Pick<DiskUse, "bytes" | "files"> = { bytes: Infinity, files: Infinity },
): Promise<DiskUse> {
  let bytes = 0;
  let files = 0;
  let tooDeep = false;
  const linked = new Set<string>();
  const enough = () => tooDeep || bytes > limits.bytes || files > limits.files;

  async function below(path: string, depth: number): Promise<void> {
    if (depth > deepest) {
      tooDeep = true;
      return;
    }
    const handle = await open(path, folder).catch(() => undefined);
    if (handle === undefined) return;
    try {
      const folderPath = `/proc/self/fd/${handle.fd}`;
      const names = await readdir(folderPath).catch(() => []);
      files += names.length;
      for (const name of names) {
        if (enough()) return;
        const child = `${folderPath}/${name}`;
        const stats = await lstat(child).catch(() => undefined);
        if (stats === undefined) continue;
        if (stats.nlink > 1 && !stats.isDirectory()) {
          const inode = `${stats.dev}:${stats.ino}`;
          if (linked.has(inode)) continue;
          linked.add(inode);
        }
        bytes += stats.blocks * blockBytes;
        if (stats.isDirectory()) await below(child, depth + 1);
      }
    } finally {
      await handle.close();
    }
  }

  for (const root of roots) {
    if (enough()) break;
    // The engine's own path to the root of a layer or volume may contain links.
    const handle = await open(root, constants.O_RDONLY | constants.O_DIRECTORY).catch(() => undefined);
    if (handle === undefined) continue;
    await below(`/proc/self/fd/${handle.fd}/.`, 0).finally(() => handle.close());
  }
  return { bytes, files, tooDeep };
}
