import type { BigIntStats } from "node:fs";

/**
 * Names a region of a local file so that the same name means the same bytes: device, inode, size, and the times of the last
 * change of content and of inode (stat(2); the latter cannot be set back by a program).
 */
export function fileIdentity(stats: BigIntStats, start: number, end: number): string {
  return `file:${[stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs, start, end].join(":")}`;
}
