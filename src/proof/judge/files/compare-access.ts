import type { Access } from "./access.ts";

export interface Ids {
  readonly uid: number;
  readonly gid: number;
}

export interface ProfileUser {
  readonly original: Ids;
  readonly profile: Ids;
  /** Groups of the original's processes that already run as that user; absent if there are none. */
  readonly groups?: readonly number[];
}

export interface AccessLeniency {
  /** The profile's user replaces the original's. */
  readonly user?: ProfileUser;
  /** The image differs from the original's: only wider access counts, and users have other numbers. */
  readonly otherImage?: boolean;
}

/** Setuid and setgid bits, and permissions of group and others. */
const openingBits = 0o6077;

/** Difference of `actual` from `expected`, for a reader: `mode 644, the original's is 600`. Undefined if there is none. */
export function compareAccess(actual: Access, expected: Access, leniency: AccessLeniency = {}): string | undefined {
  const { user, otherImage = false } = leniency;
  const isSameId = (kind: keyof Ids) => {
    const [is, was] = [actual[kind], expected[kind]];
    if (is === was || (user !== undefined && was === user.original[kind] && is === user.profile[kind])) return true;
    return otherImage && is !== 0;
  };
  const isSameMode = otherImage
    ? (Number.parseInt(actual.mode, 8) & openingBits & ~Number.parseInt(expected.mode, 8)) === 0
    : actual.mode === expected.mode;
  const rows: [isSame: boolean, what: string, is: string, was: string][] = [
    [actual.type === expected.type, "type", actual.type, expected.type],
    [isSameMode, "mode", actual.mode, expected.mode],
    [isSameId("uid") && isSameId("gid"), "owner", `${actual.uid}:${actual.gid}`, `${expected.uid}:${expected.gid}`],
    [otherImage || actual.acl === expected.acl, "ACL", actual.acl || "none", expected.acl || "none"],
    [
      actual.capabilities === expected.capabilities,
      "capabilities",
      actual.capabilities || "none",
      expected.capabilities || "none",
    ],
  ];
  if (user !== undefined && isKept(expected, user) && !isKept(actual, user))
    rows.push([false, "readable by", `uid ${user.profile.uid}`, `kept from it`]);
  const different = rows.filter(([isSame]) => !isSame);
  if (different.length === 0) return undefined;
  return different.map(([, what, is, was]) => `${what} ${is}, the original's is ${was}`).join("; ");
}

/**
 * From processes of the original that run as the profile's user: a worker must not gain access that only its master may
 * have.
 */
function isKept({ mode, uid, gid, acl }: Access, { profile, groups }: ProfileUser): boolean {
  if (groups === undefined || acl !== "") return false;
  const bit = uid === profile.uid ? 0o400 : groups.includes(gid) ? 0o040 : 0o004;
  return (Number.parseInt(mode, 8) & bit) === 0;
}
