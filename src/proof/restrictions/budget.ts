import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { inodesOf } from "../../dialects/text/tmpfs-options.ts";
import type { ShmUse } from "../observe/shm-use.ts";
import type { Write } from "../observe/files/writes.ts";
import { isWithin } from "../../text/is-within.ts";
import { mebibyte } from "../../domain/units.ts";
import { wholeMib } from "./mib.ts";

/** The engine's default for /dev/shm, and the size that runc gives /dev, which no flag changes (libcontainer/specconv, "size=65536k"). */
export const deviceBytes = 64 * mebibyte;
/** Size if /dev/shm was never used. */
export const unusedShmBytes = 8 * mebibyte;

/**
 * Kernel memory of one inode and its name in a tmpfs: 20,000 empty files with names of 25 letters took 19.5 MB on Linux
 * 6.18, 977 bytes each (shmem_inode_cache and dentry), rounded up. It is charged to the container, outside of the
 * tmpfs's size.
 */
const inodeBytes = 1280;

/** Minimum size: a hardly used directory may have other uses, such as an upload, a session, or a cached page. */
const leastTmpfsBytes = 16 * mebibyte;
/** Files that grow under load (a log, a cache) get room for many times the observed load, up to this size. */
const mostGrownBytes = 256 * mebibyte;

/** Sizes from the content of each tmpfs at the end of a load, `writes`; at least four times as large. */
export function sized(tmpfs: readonly Tmpfs[], writes: readonly Write[]): Tmpfs[] {
  return tmpfs.map((mount) => {
    const mountWrites = writes.filter(({ path }) => isWithin(path, mount.path));
    const bytes = mountWrites.reduce((sum, write) => sum + write.bytes, 0);
    const sizeBytes = wholeMib(Math.max(leastTmpfsBytes, 4 * bytes, Math.min(16 * bytes, mostGrownBytes)));
    return { ...mount, sizeBytes, inodes: Math.max(inodesOf({ sizeBytes }), 4 * mountWrites.length) };
  });
}

/** Sizes for the observed content. */
export function shmSize(use: ShmUse): number {
  return use.bytes === 0 && use.files === 0 ? unusedShmBytes : wholeMib(Math.max(deviceBytes, 4 * use.bytes));
}

/**
 * Maximum content of all tmpfs mounts, and its parts: with a memory limit this much above the processes' need, a full
 * tmpfs causes ENOSPC instead of an OOM kill. Only root can fill /dev: its mode is 755.
 */
export function fullTmpfs({ tmpfs = [], shmBytes, user, addCapabilities = [] }: Restrictions): {
  readonly bytes: number;
  readonly parts: readonly string[];
} {
  const intoDev = user === undefined || /^(?:0|root)(?::|$)/u.test(user) || addCapabilities.includes("DAC_OVERRIDE");
  const parts: (readonly [string, number])[] = [
    ...tmpfs.map((mount) => [mount.path, mount.sizeBytes + inodesOf(mount) * inodeBytes] as const),
    ["/dev/shm", shmBytes ?? deviceBytes],
    ...(intoDev ? [["/dev", deviceBytes] as const] : []),
  ];
  return {
    bytes: wholeMib(parts.reduce((sum, [, bytes]) => sum + bytes, 0)),
    parts: parts.map(([path, bytes]) => `${path} ${inMib(bytes)}`),
  };
}

/** `after` with additional memory for the larger tmpfs mounts than `before`. */
export function withRoomFor(before: Restrictions, after: Restrictions): Restrictions {
  if (after.memoryBytes === undefined) return after;
  const extraBytes = Math.max(0, fullTmpfs(after).bytes - fullTmpfs(before).bytes);
  return { ...after, memoryBytes: after.memoryBytes + extraBytes };
}

export function inMib(bytes: number): string {
  return `${Math.ceil((bytes / mebibyte) * 10) / 10} MiB`;
}
