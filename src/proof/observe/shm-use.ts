import { statfs } from "node:fs/promises";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "./observer.ts";

/** Sampled peak of /dev/shm. */
export interface ShmUse {
  readonly bytes: number;
  readonly files: number;
}

const everyMs = 50;

/** Samples /dev/shm while the container runs, without files that only exist between two samples. */
export function observeShm(session: EngineSession): { readonly observer: Observer; use(): ShmUse | undefined } {
  let peak: ShmUse | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = async (pid: number) => {
    const shmStats = await statfs(`/proc/${pid}/root/dev/shm`).catch(() => undefined);
    // If the image made it a link, it is on another file system.
    if (shmStats === undefined || shmStats.type !== tmpfsMagic) return;
    const bytes = (shmStats.blocks - shmStats.bfree) * shmStats.bsize;
    // The first inode is its own directory.
    const files = Math.max(0, shmStats.files - shmStats.ffree - 1);
    peak = { bytes: Math.max(peak?.bytes ?? 0, bytes), files: Math.max(peak?.files ?? 0, files) };
  };
  if (!session.engine.info.sameKernel) return { observer: {}, use: () => undefined };
  return {
    observer: {
      async started({ pid }) {
        clearInterval(timer);
        if (pid === 0) return;
        await look(pid);
        timer = setInterval(() => void look(pid), everyMs).unref();
      },
      async stopping({ pid }) {
        clearInterval(timer);
        timer = undefined;
        if (pid > 0) await look(pid);
      },
    },
    use() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** TMPFS_MAGIC of linux/magic.h. */
const tmpfsMagic = 0x0102_1994;
