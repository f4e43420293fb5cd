import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import { byteSize } from "./bytes.ts";

/**
 * `path:rw,noexec,...` as `docker run --tmpfs` and compose's short `tmpfs:` take it. Only this form keeps owner and
 * flags: `--mount type=tmpfs` and compose's long form know size and mode alone.
 */
export function tmpfsOptions(mount: Tmpfs): string {
  const { path, mode, uid, gid, sizeBytes, exec } = mount;
  const room = `size=${byteSize(sizeBytes)},nr_inodes=${inodesOf(mount)}`;
  return `${path}:rw,${exec === true ? "exec" : "noexec"},nosuid,nodev,${room},mode=${mode},uid=${uid},gid=${gid}`;
}

/** All that a trial mounts: what its restrictions say, and what the deployment gives at other paths. */
export function withGivenTmpfs(given: readonly Tmpfs[] = [], own: readonly Tmpfs[] = []): readonly Tmpfs[] {
  return [...given.filter(({ path }) => !own.some((one) => one.path === path)), ...own];
}

const page = 4096;

/**
 * Empty files take no part of `size`, and memory all the same: without a number of its own a tmpfs takes half as many as this machine has
 * pages (tmpfs(5)). One for each page that fits is never the first to run out where files have content.
 */
export function inodesOf({ inodes, sizeBytes }: Pick<Tmpfs, "inodes" | "sizeBytes">): number {
  return inodes ?? Math.max(16, Math.ceil(sizeBytes / page));
}
