import { readSync } from "node:fs";

/**
 * Fills the first `length` bytes from offset `from` of an open file; returns the number of bytes before its end.
 * Throws system errors (EIO, EISDIR).
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
