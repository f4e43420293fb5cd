import { withoutQuotes } from "./copy-paths.ts";

/** User and group of a USER's text: `app:staff`. */
export function userOf(text: string): readonly [user: string, group: string | undefined] {
  const colon = text.indexOf(":");
  return colon === -1 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** uid 0 however it is written; the group does not reduce root's rights over files. */
export function isRoot(text: string): boolean {
  return /^(root|[+-]?0+)$/.test(userOf(withoutQuotes(text))[0]);
}
