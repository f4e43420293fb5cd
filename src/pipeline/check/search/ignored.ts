import { relative } from "node:path";
import type { Beneath } from "../../../sources/files/beneath.ts";
import { limits } from "../../../sources/files/limits.ts";
import { type GitIgnore, gitIgnore } from "../../../text/glob/git-ignore.ts";
import type { WorkLimit } from "../../../text/work-limit.ts";

/** The `.gitignore` files from a folder up to the one that is searched, the nearest first. */
export type IgnoreRules = readonly { readonly base: string; readonly rules: GitIgnore }[];

/** `above` with the folder's own; `told` hears why that could not be read, and then nothing is left out for it. */
export function withOwnRules(
  above: IgnoreRules,
  beneath: Beneath,
  folder: string,
  told: (reason: string) => void,
): IgnoreRules {
  const read = beneath.read(folder === "" ? ".gitignore" : `${folder}/.gitignore`, limits.ignores);
  if (!("refused" in read)) return [{ base: folder, rules: gitIgnore(read.bytes.toString("utf8")) }, ...above];
  if (read.refused !== "missing") told(`${read.reason}, so nothing is left out for it`);
  return above;
}

/** The nearest file that speaks of it decides. Throws `too-complex`. */
export function isIgnored(all: IgnoreRules, path: string, isFolder: boolean, limit: WorkLimit): boolean {
  for (const { base, rules } of all) {
    const said = rules.says(relative(base, path), isFolder, limit);
    if (said !== undefined) return said;
  }
  return false;
}
