import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { inodesOf } from "../../emit/text/tmpfs-options.ts";
import type { ShmUse } from "../observe/shm-use.ts";
import type { Write } from "../observe/files/writes.ts";
import { isWithin } from "../../text/is-within.ts";
import { mebibyte } from "../../domain/units.ts";
import { wholeMib } from "./mib.ts";

/** The engine's default for /dev/shm, and the size that runc gives /dev, which no flag changes (libcontainer/specconv, "size=65536k"). */
export const deviceBytes = 64 * mebibyte;
/** Where nothing ever lay in /dev/shm. */
export const unusedShmBytes = 8 * mebibyte;

/**
 * Kernel memory of one inode and its name in a tmpfs: 20,000 empty files with names of 25 letters took 19.5 MB on Linux 6.18, 977 bytes each
 * (shmem_inode_cache and dentry), rounded up. It is charged to the container and lies outside of the tmpfs's size.
 */
const inodeBytes = 1280;

/** A directory of a tmpfs that was hardly used may be used otherwise: an upload, a session, a page that is cached. */
const leastTmpfsBytes = 16 * mebibyte;
/** What grows under load (a log, a cache) is given room for many times the load that was seen, up to here. */
const mostGrownBytes = 256 * mebibyte;

/** Sizes by what lay in each at the end of a load, `writes`; never less than four times of it. */
export function sized(tmpfs: readonly Tmpfs[], writes: readonly Write[]): Tmpfs[] {
  return tmpfs.map((mount) => {
    const own = writes.filter(({ path }) => isWithin(path, mount.path));
    const bytes = own.reduce((sum, write) => sum + write.bytes, 0);
    const sizeBytes = wholeMib(Math.max(leastTmpfsBytes, 4 * bytes, Math.min(16 * bytes, mostGrownBytes)));
    return { ...mount, sizeBytes, inodes: Math.max(inodesOf({ sizeBytes }), 4 * own.length) };
  });
}

/** For what was seen of it. */
export function shmSize(use: ShmUse): number {
  return use.bytes === 0 && use.files === 0 ? unusedShmBytes : wholeMib(Math.max(deviceBytes, 4 * use.bytes));
}

/**
 * All that can lie in tmpfs when each is full, and why: with the limit that much above what the processes need, a full one is ENOSPC
 * and no reason to be killed. /dev can be filled by root alone: its mode is 755.
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

/** `after` with as much more memory as its tmpfs can hold more than those of `before`. */
export function withRoomFor(before: Restrictions, after: Restrictions): Restrictions {
  if (after.memoryBytes === undefined) return after;
  const more = Math.max(0, fullTmpfs(after).bytes - fullTmpfs(before).bytes);
  return { ...after, memoryBytes: after.memoryBytes + more };
}

export function inMib(bytes: number): string {
  return `${Math.ceil((bytes / mebibyte) * 10) / 10} MiB`;
}
