import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import type { Identity } from "../observe/identity/identities.ts";

/** The mounts, writable for `user`: one that is writable for everybody, or already owned by the user, stays. */
export function handedOver(mounts: readonly Tmpfs[], { uid, gid }: Identity): Tmpfs[] {
  return mounts.map((mount) => {
    const open = mount.uid === uid || (Number.parseInt(mount.mode, 8) & 0o002) !== 0;
    return open ? mount : { ...mount, uid, gid };
  });
}
