import type { BigIntStats } from "node:fs";

/**
 * Cache key of a region of a local file without a digest: `file:` with the file's device, inode, size and times, and
 * the region. Writing to the file changes its times, and renaming another over it changes its inode; only setting
 * clocks or writing to the disk below the file system goes undetected. `stats` are of `{ bigint: true }`: a number
 * cannot represent nanoseconds.
 */
export function regionKey(stats: BigIntStats, start: number, end: number): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return `file:${[dev, ino, size, mtimeNs, ctimeNs, start, end].join(":")}`;
}
