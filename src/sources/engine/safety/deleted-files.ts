import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const blockBytes = 512;
const mostTasks = 5_000;

/**
 * Bytes of deleted files that the processes of a cgroup keep open, which use space invisibly. Only queries their
 * sizes: nothing is opened. `folder` is the cgroup's.
 */
export async function deletedBytes(folder: string): Promise<number> {
  const pids = (await readFile(join(folder, "cgroup.procs"), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const deletedFiles = new Map<string, number>();
  for (const pid of pids.slice(0, mostTasks)) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      // Follows the kernel's own link to the open file, whatever its name.
      const file = await stat(`/proc/${pid}/fd/${fd}`).catch(() => undefined);
      if (file?.isFile() === true && file.nlink === 0)
        deletedFiles.set(`${file.dev}:${file.ino}`, file.blocks * blockBytes);
    }
  }
  return [...deletedFiles.values()].reduce((sum, bytes) => sum + bytes, 0);
}
