import { findRow, type Tree } from "../tree/tree.ts";
import { nodePath } from "../tree/tree-nodes.ts";
import type { FoundPackages } from "./find-packages.ts";

/** Whose the files of an image are. */
export interface FileOwners {
  /** Purl of the package that owns what shows at a path, links followed. */
  readonly ownerAt: (path: string) => string | undefined;
  /** Whether the package's data names its own files besides those that only mention it: a list without them is no list of its code. */
  readonly hasCode: (purl: string) => boolean;
}

export function fileOwners(tree: Tree, { ownerOf }: Pick<FoundPackages, "ownerOf">): FileOwners {
  const withCode = new Set<string>();
  for (let row = 1; row < tree.nodes.count; row++) {
    const purl = ownerOf(row);
    if (purl !== undefined && !withCode.has(purl) && !tellsOnly(nodePath(tree.nodes, row))) withCode.add(purl);
  }
  return {
    ownerAt: (path) => {
      const row = findRow(tree, path);
      return row === -1 ? undefined : ownerOf(row);
    },
    hasCode: (purl) => withCode.has(purl),
  };
}

/**
 * Files that mention a package and hold none of its code. Tools read them of all packages at once (Python's importlib.metadata, Debian's
 * copyright files), which is no use of any.
 */
export function tellsOnly(path: string): boolean {
  return /(?:\.dist-info|\.egg-info|\/EGG-INFO)(?:\/|$)|\.gemspec$|\/package\.json$|\/DESCRIPTION$|^\/usr\/share\/(?:doc|man|lintian|bug)\//.test(
    path,
  );
}

/** Python runs `x.py` out of `__pycache__/x.cpython-313.pyc`, which no list may name. Undefined for other files. */
export function compiledFrom(path: string): string | undefined {
  const source = /^(.*\/)__pycache__\/([^/]+?)\.[^./]+(?:\.opt-\d)?\.pyc$/.exec(path);
  return source === null ? undefined : `${source[1]}${source[2]}.py`;
}
