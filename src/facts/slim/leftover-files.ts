import { toolState } from "../../data/need/tool-state.ts";
import { isWithin } from "../../text/is-within.ts";
import { fitsWildcard } from "../../text/wildcard.ts";
import { leftovers } from "../managers/deb/leftovers.ts";
import type { NeedImage } from "../need/need-image.ts";
import { childrenOf, nodeName } from "../tree/tree-nodes.ts";
import { fileAt, rowOf } from "../tree/tree.ts";

/** A file, files of a folder by a pattern (`*.templates`), or a folder whose content goes and which stays itself. */
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
    if (path.includes("*")) return hasFile(tree, path) ? [{ path, isFolder: false }] : [];
    // The path itself, no link to it: behind a link the files may be someone else's.
    const type = fileAt(tree, rowOf(tree, path), path)?.type;
    return type === "dir" || type === "file" ? [{ path, isFolder: type === "dir" }] : [];
  });
  const isInside = ({ path }: LeftoverFile) => files.some((other) => other.path !== path && isWithin(path, other.path));
  return files.filter((file) => !isInside(file)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a folder that is no link has a file whose name fits. */
function hasFile(tree: NeedImage["tree"], pattern: string): boolean {
  const end = pattern.lastIndexOf("/");
  const folder = rowOf(tree, pattern.slice(0, end));
  return (
    folder > 0 &&
    [...childrenOf(tree.nodes, folder)].some(
      (row) => (tree.nodes.layer[row] ?? -1) !== -1 && fitsWildcard(pattern.slice(end + 1), nodeName(tree.nodes, row)),
    )
  );
}
