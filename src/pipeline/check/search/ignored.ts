import { relative } from "node:path";
import type { ConfinedFolder } from "../../../sources/files/beneath.ts";
import { limits } from "../../../sources/files/limits.ts";
import { type GitIgnore, gitIgnore } from "../../../text/glob/git-ignore.ts";
import type { WorkLimit } from "../../../text/work-limit.ts";

/** What a repository's `.gitignore` files say, from a folder up, the nearest first, and last its `.git/info/exclude` (gitignore(5)). */
export type IgnoreRules = readonly { readonly by: string; readonly base: string; readonly rules: GitIgnore }[];

export const ownIgnores = ".gitignore";
/** Of one clone, and not of the repository. Where `.git` is no folder (a worktree, a submodule) it lies elsewhere and leaves out nothing. */
export const cloneIgnores = ".git/info/exclude";

/** `above` with the folder's own; `told` hears why that could not be read, and then nothing is left out for it. */
export function withRules(
  above: IgnoreRules,
  beneath: ConfinedFolder,
  folder: string,
  by: typeof ownIgnores | typeof cloneIgnores,
  told: (reason: string) => void,
): IgnoreRules {
  const read = beneath.read(folder === "" ? by : `${folder}/${by}`, limits.ignores);
  if (!("refused" in read)) return [{ by, base: folder, rules: gitIgnore(read.bytes.toString("utf8")) }, ...above];
  if (read.refused !== "missing") told(`${read.reason}, so nothing is left out for it`);
  return above;
}

/** The file that leaves it out: the nearest that speaks of it decides. Throws `too-complex`. */
export function ignoredBy(all: IgnoreRules, path: string, isFolder: boolean, limit: WorkLimit): string | undefined {
  for (const { by, base, rules } of all) {
    const said = rules.says(relative(base, path), isFolder, limit);
    if (said !== undefined) return said ? by : undefined;
  }
  return undefined;
}
