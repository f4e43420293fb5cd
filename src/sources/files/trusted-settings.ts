import { lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Why a `hullproof.yaml` that was found (not named) is not to be used: someone else could have put it there. Undefined where it may be. Its
 * owner must be root, the user who calls (`SUDO_UID` under sudo), or the owner of the folder that was named, and so must those of the
 * folders on its way; none of these may be writable by everybody. A folder that is, but keeps its files apart by the sticky bit (`/tmp`), may
 * lie on the way; directly in it only files of root and of the caller count. Ownership makes no one trusted: it only says who wrote.
 */
export function distrust(
  file: string,
  target: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const currentUid = process.getuid?.();
  // Where there are no owners there is nothing to compare.
  if (currentUid === undefined) return undefined;
  const sudo = currentUid === 0 ? Number(env["SUDO_UID"]) : Number.NaN;
  const callers = new Set([0, currentUid, ...(Number.isInteger(sudo) && sudo >= 0 ? [sudo] : [])]);
  const accepted = new Set([...callers, ownerOf(target) ?? currentUid]);
  const folder = realpathSync(dirname(file));
  const path = join(folder, basename(file));
  const open = openToAll(lstatSync(folder));
  for (const stats of [lstatSync(path), statSync(path)]) {
    if (!(open ? callers : accepted).has(stats.uid)) return `it belongs to the user ${stats.uid}`;
    if (!stats.isSymbolicLink() && openToAll(stats)) return "everybody may write it";
  }
  for (let at = folder; ; at = dirname(at)) {
    const stats = lstatSync(at);
    if (openToAll(stats) && (stats.mode & sticky) === 0) return `everybody may write to ${at}`;
    if (!accepted.has(stats.uid)) return `${at} belongs to the user ${stats.uid}`;
    if (at === dirname(at)) return undefined;
  }
}

const sticky = 0o1000;

function openToAll({ mode }: Stats): boolean {
  return (mode & 0o002) !== 0;
}

function ownerOf(target: string): number | undefined {
  return statSync(target, { throwIfNoEntry: false })?.uid;
}
