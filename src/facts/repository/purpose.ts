import { isDevelopmentPath } from "./development-path.ts";

/** What a file of a repository is for: it serves tests, development or CI, no one works on its project any more, or neither. */
export type Purpose = "production" | "development" | "retired";

/** Folders of what a repository keeps without working on it. `archive` alone is missing: services and packages are called so. */
const retiredFolder =
  /(?:^|\/)[_.]?(?:archived|deprecated|retired|obsolete|unmaintained|abandoned|attic|graveyard)\/|(?:^|\/)[_.]archives?\//i;

/** `path` is from the top of the repository. */
export function purposeOf(
  path: string,
  { folders, isRetired }: { readonly folders: ReadonlySet<string>; readonly isRetired: boolean },
): Purpose {
  if (isDevelopmentPath(path, folders)) return "development";
  return isRetired || retiredFolder.test(path) ? "retired" : "production";
}
