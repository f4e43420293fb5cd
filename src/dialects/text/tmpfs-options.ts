import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import { byteSize } from "./bytes.ts";

/** `path:rw,noexec,...` for `docker run --tmpfs` and Compose's short `tmpfs:`. */
export function tmpfsValue(mount: Tmpfs): string {
  return `${mount.path}:${tmpfsOptions(mount)}`;
}

/**
 * `rw,noexec,...`: only the short form keeps owner and flags. `--mount type=tmpfs` and Compose's long form only support size and mode.
 */
export function tmpfsOptions(mount: Tmpfs): string {
  const { mode, uid, gid, sizeBytes, exec } = mount;
  const room = `size=${byteSize(sizeBytes)},nr_inodes=${inodesOf(mount)}`;
  return `rw,${exec === true ? "exec" : "noexec"},nosuid,nodev,${room},mode=${mode},uid=${uid},gid=${gid}`;
}

/** All tmpfs mounts of a trial: those of its restrictions, and those of the deployment at other paths. */
export function withGivenTmpfs(
  grantedMounts: readonly Tmpfs[] = [],
  profileMounts: readonly Tmpfs[] = [],
): readonly Tmpfs[] {
  return [...grantedMounts.filter(({ path }) => !profileMounts.some((mount) => mount.path === path)), ...profileMounts];
}

const page = 4096;

/**
 * Empty files use memory but no part of `size`: by default a tmpfs allows half as many as this machine has pages
 * (tmpfs(5)). One for each page of its size is never exhausted first if files have content.
 */
export function inodesOf({ inodes, sizeBytes }: Pick<Tmpfs, "inodes" | "sizeBytes">): number {
  return inodes ?? Math.max(16, Math.ceil(sizeBytes / page));
}
