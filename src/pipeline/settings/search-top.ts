import { resolve } from "node:path";

/** Upper end of a search for configuration: the target that contains the folder, or the folder itself for a file's. */
export function searchTop(
  folder: string,
  { cwd, targets = [] }: { readonly cwd: string; readonly targets?: readonly string[] | undefined },
): string {
  const containsFolder = (top: string) => folder === top || folder.startsWith(top === "/" ? top : `${top}/`);
  return targets.map((target) => resolve(cwd, target)).find(containsFolder) ?? folder;
}
