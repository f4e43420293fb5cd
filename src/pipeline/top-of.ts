import { resolve } from "node:path";

/** Where a search upwards from a folder ends: the target that the folder lies in, or the folder itself where it is a file's. */
export function topOf(
  folder: string,
  { cwd, targets = [] }: { readonly cwd: string; readonly targets?: readonly string[] | undefined },
): string {
  const beneath = (top: string) => folder === top || folder.startsWith(top === "/" ? top : `${top}/`);
  return targets.map((target) => resolve(cwd, target)).find(beneath) ?? folder;
}
