import { closeSync, constants, copyFileSync, fstatSync, openSync, readSync, writeSync, type Stats } from "node:fs";
import type { CopyBudget } from "./copy-budget.ts";

const pieceBytes = 4 * 1024 ** 2;
/** Smaller files are faster to read and write than to clone. */
const cloneFrom = 64 * 1024;
const exclusive = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/**
 * Copies an open regular file, whose descriptor it closes, into a new one of mode 0600. The copy shares the
 * original's blocks if the file system supports it. `first` may return another copy of the same file, or throw; then
 * nothing is copied.
 */
export async function copyFile(
  fd: number,
  target: string | Buffer,
  options: {
    readonly budget: CopyBudget;
    readonly path: string;
    first(stats: Stats): string | Buffer | undefined;
  },
): Promise<{ readonly stats: Stats; readonly of?: string | Buffer }> {
  const { budget, path } = options;
  try {
    const stats = fstatSync(fd);
    const of = options.first(stats);
    if (of !== undefined) return { stats, of };
    if (stats.size >= cloneFrom && cloned(fd, target)) {
      await budget.bytes(path, stats.size, true);
      return { stats };
    }
    await budget.bytes(path, stats.size);
    const out = openSync(target, exclusive, 0o600);
    try {
      await pieces(fd, out, stats.size, { budget, path });
    } finally {
      closeSync(out);
    }
    return { stats };
  } finally {
    closeSync(fd);
  }
}

/** Bytes are counted as they are read: a file can grow, and some have no size. */
async function pieces(
  fd: number,
  out: number,
  expectedBytes: number,
  { budget, path }: { readonly budget: CopyBudget; readonly path: string },
): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, expectedBytes + 1));
  let total = 0;
  for (;;) {
    const got = readSync(fd, buffer, 0, buffer.length, null);
    if (got === 0) return;
    total += got;
    if (total > expectedBytes) await budget.bytes(path, got);
    else await budget.bytes(path, 0);
    for (let at = 0; at < got;) at += writeSync(out, buffer, at, got - at);
  }
}

function cloned(fd: number, target: string | Buffer): boolean {
  if (process.platform !== "linux") return false;
  try {
    // The path through the descriptor leads to exactly this file, even if its name now means another one.
    copyFileSync(`/proc/self/fd/${fd}`, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  }
}
