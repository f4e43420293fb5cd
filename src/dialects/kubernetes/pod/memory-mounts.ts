import type { Profile } from "../../../domain/profile/profile.ts";
import type { Tmpfs } from "../../../domain/profile/restrictions.ts";

/** The engine's default size of /dev/shm. */
const usualShmBytes = 64 * 1048576;

export interface MemoryMount {
  readonly mount: Tmpfs;
  /** `tmpfs[0]`, `shmBytes` */
  readonly field: string;
}

/** Mounts that become an emptyDir in memory: each tmpfs, and /dev/shm if its size differs from the engine's default. */
export function memoryMounts({ tmpfs, shmBytes }: Pick<Profile, "tmpfs" | "shmBytes">): readonly MemoryMount[] {
  const mounts = tmpfs.map((mount, at) => ({ mount, field: `tmpfs[${at}]` }));
  if (shmBytes === undefined || shmBytes === usualShmBytes || tmpfs.some(({ path }) => path === "/dev/shm"))
    return mounts;
  const mount: Tmpfs = { path: "/dev/shm", mode: "1777", uid: 0, gid: 0, sizeBytes: shmBytes };
  return [...mounts, { mount, field: "shmBytes" }];
}
