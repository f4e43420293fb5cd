import { isDevelopmentPath } from "./development-path.ts";

/** What a file of a repository is for: it serves tests, development or CI, no one works on its project any more, a generator makes projects of it, or neither. */
export type Purpose = "production" | "development" | "retired" | "template";

/** Folders of what a repository keeps without working on it. `archive` alone is missing: services and packages are called so. */
const retiredFolder =
  /(?:^|\/)[_.]?(?:archived|deprecated|retired|obsolete|unmaintained|abandoned|attic|graveyard)\/|(?:^|\/)[_.]archives?\//i;

/** Folders that generators copy (cookiecutter, Yeoman, copier), and names that they fill in. */
const templateFolder =
  /(?:^|\/)(?:[\w.-]{1,60}[-_])?(?:templates?|skeletons?|scaffolds?|boilerplates?|archetypes?|cookiecutter)\/|\{\{|\[\[/i;

/** `path` is from the top of the repository. */
export function purposeOf(
  path: string,
  { folders, isRetired }: { readonly folders: ReadonlySet<string>; readonly isRetired: boolean },
): Purpose {
  if (isDevelopmentPath(path, folders)) return "development";
  if (isRetired || retiredFolder.test(path)) return "retired";
  return templateFolder.test(path) ? "template" : "production";
}
