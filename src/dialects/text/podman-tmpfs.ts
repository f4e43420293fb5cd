import type { Profile } from "../../domain/profile/profile.ts";
import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import { byteSize } from "./bytes.ts";

/** A tmpfs with its options, as `--tmpfs` takes them. */
export interface PodmanTmpfs {
  readonly path: string;
  readonly options: string;
}

/**
 * In Podman, a tmpfs belongs to root or, with `U`, to the container's user; it has no number of inodes. Without
 * `notmpcopyup` it would contain the image's files.
 */
export function podmanTmpfs(mount: Tmpfs, user: Profile["user"]): string {
  const { mode, sizeBytes, exec } = mount;
  const owner = isOwnedBy(mount, user) && !isOwnedBy(mount, root) ? ",U" : "";
  return `rw,${exec === true ? "exec" : "noexec"},nosuid,nodev,size=${byteSize(sizeBytes)},mode=${mode}${owner},notmpcopyup`;
}

/**
 * Without Podman's default writable places /dev/shm is read-only, too, unlike Docker's: one more tmpfs replaces it. 64
 * MiB are the default of both (podman-run(1), `--shm-size`).
 */
export function podmanSharedMemory({ readOnlyRootfs, tmpfs, shmBytes = 64 * 1024 * 1024 }: Profile): PodmanTmpfs[] {
  if (!readOnlyRootfs || tmpfs.some(({ path }) => path === "/dev/shm")) return [];
  return [{ path: "/dev/shm", options: `rw,noexec,nosuid,nodev,size=${byteSize(shmBytes)},mode=1777,notmpcopyup` }];
}

const root: Profile["user"] = { uid: 0, gid: 0 };

/** Whether Podman can give the mount its owner. */
export function hasPodmanOwner(mount: Tmpfs, user: Profile["user"]): boolean {
  return isOwnedBy(mount, root) || isOwnedBy(mount, user);
}

function isOwnedBy({ uid, gid }: Tmpfs, user: Profile["user"]): boolean {
  return uid === user.uid && gid === user.gid;
}
