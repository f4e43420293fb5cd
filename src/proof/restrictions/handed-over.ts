import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import type { Identity } from "../observe/identity/identities.ts";

/** Makes mounts writable for `user`; leaves those that are world-writable or already owned by the user. */
export function handedOver(mounts: readonly Tmpfs[], { uid, gid }: Identity): Tmpfs[] {
  return mounts.map((mount) => {
    const open = mount.uid === uid || (Number.parseInt(mount.mode, 8) & 0o002) !== 0;
    return open ? mount : { ...mount, uid, gid };
  });
}
