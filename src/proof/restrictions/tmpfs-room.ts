import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { inodesOf } from "../../dialects/text/tmpfs-options.ts";
import { withRoomFor } from "./budget.ts";

/** Factor that amounts to no limit: 1 GiB for a directory of the minimum 16 MiB. */
export const mostTimes = 64;

/** Multiplies the room of the tmpfs at `path`, for bytes and files, and adds memory for it. */
export function withTmpfsRoom(restrictions: Restrictions, path: string, times: number): Restrictions {
  const tmpfs = (restrictions.tmpfs ?? []).map((mount) =>
    mount.path === path ? { ...mount, sizeBytes: mount.sizeBytes * times, inodes: inodesOf(mount) * times } : mount,
  );
  return withRoomFor(restrictions, { ...restrictions, tmpfs });
}
