import { relative } from "node:path";
import type { ConfinedFolder } from "../../../sources/files/beneath.ts";
import { limits } from "../../../sources/files/limits.ts";
import { type GitIgnore, gitIgnore } from "../../../text/glob/git-ignore.ts";
import type { WorkLimit } from "../../../text/work-limit.ts";

/** Rules of a repository's `.gitignore` files from a folder upwards, the nearest first, and last its `.git/info/exclude` (gitignore(5)). */
export type IgnoreRules = readonly { readonly by: string; readonly base: string; readonly rules: GitIgnore }[];

export const ownIgnores = ".gitignore";
/** Belongs to one clone, not to the repository. Where `.git` is a file (a worktree, a submodule) it is elsewhere and has no effect. */
export const cloneIgnores = ".git/info/exclude";

/** `above` with the folder's own rules; `report` gets the reason why they are unreadable, and then they have no effect. */
export function withRules(
  above: IgnoreRules,
  root: ConfinedFolder,
  folder: string,
  by: typeof ownIgnores | typeof cloneIgnores,
  report: (reason: string) => void,
): IgnoreRules {
  const read = root.read(folder === "" ? by : `${folder}/${by}`, limits.ignores);
  if (!("refused" in read)) return [{ by, base: folder, rules: gitIgnore(read.bytes.toString("utf8")) }, ...above];
  if (read.refused !== "missing") report(`${read.reason}, so nothing is left out for it`);
  return above;
}

/** The ignore file that excludes the path: the nearest one with a matching rule decides. Throws `too-complex`. */
export function ignoredBy(
  ruleSets: IgnoreRules,
  path: string,
  isFolder: boolean,
  limit: WorkLimit,
): string | undefined {
  for (const { by, base, rules } of ruleSets) {
    const verdict = rules.says(relative(base, path), isFolder, limit);
    if (verdict !== undefined) return verdict ? by : undefined;
  }
  return undefined;
}
