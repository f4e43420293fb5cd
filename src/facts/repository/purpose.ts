import { isDevelopmentPath } from "./development-path.ts";

/** What a file of a repository is for: it serves tests, development or CI, no one works on its project any more, or neither. */
export type Purpose = "production" | "development" | "retired";

/** `path` is from the top of the repository. */
export function purposeOf(
  path: string,
  { folders, isRetired }: { readonly folders: ReadonlySet<string>; readonly isRetired: boolean },
): Purpose {
  if (isDevelopmentPath(path, folders)) return "development";
  return isRetired ? "retired" : "production";
}
