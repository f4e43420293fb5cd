import type { Identity } from "../observe/identity/identities.ts";

/** Unused by distributions, and above the ids of packages (Debian policy 9.2.2: 1000 to 59999 are for people). */
export const unprivileged: Identity = { uid: 10_001, gid: 10_001 };

/** A user id without a group has the primary group of /etc/passwd, which only the container knows: undefined. */
export function parseNumeric(user: string): Identity | undefined {
  const [, uid, gid] = /^(\d+):(\d+)$/u.exec(user) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
