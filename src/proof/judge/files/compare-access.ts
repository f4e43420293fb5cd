import type { Access } from "./access.ts";

export interface Ids {
  readonly uid: number;
  readonly gid: number;
}

export interface ProfileUser {
  readonly original: Ids;
  readonly profile: Ids;
  /** Groups of the processes that the original itself runs as that user beside its own; absent where it runs none. */
  readonly groups?: readonly number[];
}

export interface AccessLeniency {
  /** The user that the profile asks for stands for the original's. */
  readonly user?: ProfileUser;
  /** The image is another one than the original's: only what opens a file further counts, and users have other numbers. */
  readonly otherImage?: boolean;
}

/** Bits of setuid and setgid, and what group and others may do. */
const openingBits = 0o6077;

/** How `now` differs from `then`, for a reader: `mode 644, the original's is 600`. Undefined where it does not. */
export function compareAccess(now: Access, then: Access, leniency: AccessLeniency = {}): string | undefined {
  const { user, otherImage = false } = leniency;
  const isSameId = (kind: keyof Ids) => {
    const [is, was] = [now[kind], then[kind]];
    if (is === was || (user !== undefined && was === user.original[kind] && is === user.profile[kind])) return true;
    return otherImage && is !== 0;
  };
  const isSameMode = otherImage
    ? (Number.parseInt(now.mode, 8) & openingBits & ~Number.parseInt(then.mode, 8)) === 0
    : now.mode === then.mode;
  const rows: [isSame: boolean, what: string, is: string, was: string][] = [
    [now.type === then.type, "type", now.type, then.type],
    [isSameMode, "mode", now.mode, then.mode],
    [isSameId("uid") && isSameId("gid"), "owner", `${now.uid}:${now.gid}`, `${then.uid}:${then.gid}`],
    [otherImage || now.acl === then.acl, "ACL", now.acl || "none", then.acl || "none"],
    [now.capabilities === then.capabilities, "capabilities", now.capabilities || "none", then.capabilities || "none"],
  ];
  if (user !== undefined && isKept(then, user) && !isKept(now, user))
    rows.push([false, "readable by", `uid ${user.profile.uid}`, `kept from it`]);
  const different = rows.filter(([isSame]) => !isSame);
  if (different.length === 0) return undefined;
  return different.map(([, what, is, was]) => `${what} ${is}, the original's is ${was}`).join("; ");
}

/** From processes of the original that run as the user of the profile: a worker must not come to read what only its master may. */
function isKept({ mode, uid, gid, acl }: Access, { profile, groups }: ProfileUser): boolean {
  if (groups === undefined || acl !== "") return false;
  const bit = uid === profile.uid ? 0o400 : groups.includes(gid) ? 0o040 : 0o004;
  return (Number.parseInt(mode, 8) & bit) === 0;
}
