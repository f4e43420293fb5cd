import { lstatSync, statSync } from "node:fs";
import { foreignFolderOf, type PathRules } from "../programs/trusted-path.ts";

/**
 * Why a file of the caller's folders is not believed: it does not belong to root, the caller or the caller of sudo, everybody may write it, or it is in
 * the checkout. Whose the folder is decides nothing: GitHub's container jobs have the home of another user. Undefined where the file may be read, or is missing.
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
