import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ReferenceProcesses } from "../identity/compare.ts";
import type { AccessLeniency, Ids } from "./compare-access.ts";

/**
 * The user of a trial replaces the original's start user, so files of the latter may belong to the former. A trial
 * as root replaces no one: the original starts as root, too, and a file that it gives to another user must be given to
 * that user. The ids of its first process say nothing about that: they may have changed before the first look.
 */
export function leniencyOf(
  { byProgram }: Pick<ReferenceProcesses, "byProgram">,
  { user }: Pick<Restrictions, "user">,
  otherImage: boolean,
): AccessLeniency {
  const profile = idsOf(user);
  if (profile === undefined || profile.uid === 0) return { otherImage };
  const states = [...byProgram.values()].flat();
  const first = states.find(({ parents }) => parents.length === 0);
  const original = { uid: first?.uids[1] ?? 0, gid: first?.gids[1] ?? 0 };
  const workers = profile.uid === original.uid ? [] : states.filter(({ uids }) => uids[1] === profile.uid);
  const groups = workers.flatMap((worker) => [...worker.gids, ...worker.groups]);
  return { otherImage, user: { original, profile, ...(workers.length > 0 && { groups }) } };
}

/** Numeric, as trials write it. */
function idsOf(user = ""): Ids | undefined {
  const [, uid, gid] = /^(\d+):(\d+)$/u.exec(user) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
