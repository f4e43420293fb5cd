import { lstatSync, statSync } from "node:fs";
import { foreignFolderOf, type PathRules } from "./trusted-path.ts";

/**
 * Why a file in the caller's folders is not trusted: it does not belong to root, the caller or the caller of sudo, it
 * is world-writable, or it is in the checkout. The folder's owner is irrelevant: GitHub's container jobs have the
 * home of another user. Undefined if the file is trusted or missing.
 */
export function whyUnread(file: string, rules: PathRules): string | undefined {
  if (foreignFolderOf(file, rules) !== undefined) return "it is in the checkout";
  for (const stats of [lstatSync, statSync].map((look) => look(file, { throwIfNoEntry: false }))) {
    if (stats === undefined || rules.owners === undefined) return undefined;
    if (!rules.owners.has(stats.uid)) return `it belongs to the user ${stats.uid}`;
    if (!stats.isSymbolicLink() && (stats.mode & 0o002) !== 0) return "everybody may write it";
  }
  return undefined;
}
