import { lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Why a `hullproof.yaml` that was found (not named) must not be used: another user could have written it. Undefined
 * if it is trusted. Its owner must be root, the caller (`SUDO_UID` under sudo), or the owner of the named folder, and
 * so must those of its parent folders; none of them may be world-writable. A world-writable folder with the sticky
 * bit (`/tmp`) may be a parent; directly in it only files of root and of the caller are trusted. Ownership does not
 * imply trust: it only shows who wrote the file.
 */
export function distrust(
  file: string,
  target: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const currentUid = process.getuid?.();
  // Without file owners there is nothing to compare.
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
