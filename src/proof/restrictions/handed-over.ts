import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import type { Identity } from "../observe/identity/identities.ts";

/** The mounts as `user` can write them: one that everybody may write into, or that is the user's already, stays as it is. */
export function handedOver(mounts: readonly Tmpfs[], { uid, gid }: Identity): Tmpfs[] {
  return mounts.map((mount) => {
    const open = mount.uid === uid || (Number.parseInt(mount.mode, 8) & 0o002) !== 0;
    return open ? mount : { ...mount, uid, gid };
  });
}
