import { statfs } from "node:fs/promises";
import type { Run } from "../../sources/engine/types.ts";
import type { Observer } from "./observer.ts";

/** Most of what lay in /dev/shm at one time, as it was sampled. */
export interface ShmUse {
  readonly bytes: number;
  readonly files: number;
}

const everyMs = 50;

/** Samples /dev/shm while the container runs: what is made and removed between two samples is not seen. */
export function observeShm(run: Run): { readonly observer: Observer; use(): ShmUse | undefined } {
  let peak: ShmUse | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = async (pid: number) => {
    const seen = await statfs(`/proc/${pid}/root/dev/shm`).catch(() => undefined);
    // Where the image made a link of it, it is another file system's.
    if (seen === undefined || seen.type !== tmpfsMagic) return;
    const bytes = (seen.blocks - seen.bfree) * seen.bsize;
    // Its own directory is one.
    const files = Math.max(0, seen.files - seen.ffree - 1);
    peak = { bytes: Math.max(peak?.bytes ?? 0, bytes), files: Math.max(peak?.files ?? 0, files) };
  };
  if (!run.engine.info.sameKernel) return { observer: {}, use: () => undefined };
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
