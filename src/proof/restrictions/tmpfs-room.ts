import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { inodesOf } from "../../dialects/text/tmpfs-options.ts";
import { withRoomFor } from "./budget.ts";

/** As good as no limit: of the 16 MiB that a directory gets at least, 1 GiB. */
export const mostTimes = 64;

/** The tmpfs at `path` with so many times its room, for bytes and for files, and memory for it. */
export function withTmpfsRoom(restrictions: Restrictions, path: string, times: number): Restrictions {
  const tmpfs = (restrictions.tmpfs ?? []).map((mount) =>
    mount.path === path ? { ...mount, sizeBytes: mount.sizeBytes * times, inodes: inodesOf(mount) * times } : mount,
  );
  return withRoomFor(restrictions, { ...restrictions, tmpfs });
}
