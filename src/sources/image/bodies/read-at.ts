import { readSync } from "node:fs";

/**
 * Fills the first `wanted` bytes from offset `from` of an open file; returns how many there were before its end. Throws what the
 * system says (EIO, EISDIR).
 */
export function readAt(fd: number, bytes: Uint8Array, length: number, from: number): number {
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, bytes, filled, length - filled, from + filled);
    if (got === 0) break;
    filled += got;
  }
  return filled;
}
