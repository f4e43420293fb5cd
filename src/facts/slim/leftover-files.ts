import { toolState } from "../../data/need/tool-state.ts";
import { isWithin } from "../../text/is-within.ts";
import { leftovers } from "../managers/deb/leftovers.ts";
import type { NeedImage } from "../need/need-image.ts";
import { fileAt, rowOf } from "../tree/tree.ts";

/** A file, or a folder whose content goes and which stays itself. */
export interface LeftoverFile {
  readonly path: string;
  readonly isFolder: boolean;
}

/** What package tools left behind: logs, lists and copies of earlier states, and all that a tool of the packages that go keeps for itself. */
export function leftoverFiles({ tree }: Pick<NeedImage, "tree">, packages: readonly string[]): LeftoverFile[] {
  const places = [
    ...leftovers.flatMap(({ where }) => ("at" in where ? [where.at] : [])),
    ...packages.flatMap((name) => toolState.get(name) ?? []),
  ];
  const files = [...new Set(places)].flatMap((path): LeftoverFile[] => {
    // The path itself, no link to it: behind a link the files may be someone else's.
    const type = fileAt(tree, rowOf(tree, path), path)?.type;
    return type === "dir" || type === "file" ? [{ path, isFolder: type === "dir" }] : [];
  });
  const isInside = ({ path }: LeftoverFile) => files.some((other) => other.path !== path && isWithin(path, other.path));
  return files.filter((file) => !isInside(file)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
