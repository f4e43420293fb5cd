import type { Identity } from "../observe/identity/identities.ts";

/** No one's on any distribution, and above the ids that packages take (Debian policy 9.2.2: 1000 to 59999 are for people). */
export const unprivileged: Identity = { uid: 10_001, gid: 10_001 };

/** A number without a group has the primary group of /etc/passwd, which only the container can tell: undefined. */
export function parseNumeric(user: string): Identity | undefined {
  const [, uid, gid] = /^(\d+):(\d+)$/u.exec(user) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
