import { contentSize, isFolder } from "../../domain/image/entries.ts";
import { findRow, type Tree } from "../tree/tree.ts";
import { findNamed } from "../tree/tree-nodes.ts";

/** Which package owns what shows at each row of the tree; -1: none. */
export type Owners = Int32Array;

/** Owner of what a distribution lists as its own while its database does not name the package. */
export const unnamed = -2;

export interface OwnerBook {
  /** Notes that package `index` owns `path`; a folder with a final slash covers all below it that has no nearer owner. */
  own(path: string, index: number): void;
  /** The package that was noted for exactly this row. */
  at(row: number): number;
  /** Owners of folders inherited by their content. */
  finish(): Owners;
}

export function ownerBook(tree: Tree): OwnerBook {
  const { nodes } = tree;
  const exact: Owners = new Int32Array(nodes.count).fill(-1);
  const below = new Map<number, number>();
  const folders = new Map<string, number>();

  /** Lists name `/lib/x` where the image has `/usr/lib/x` and a link: the folder is followed, the file is not. */
  function folderRow(path: string): number {
    let row = folders.get(path);
    if (row === undefined) {
      row = findRow(tree, path);
      folders.set(path, row);
    }
    return row;
  }

  return {
    own(path, index) {
      if (path.endsWith("/")) {
        const row = folderRow(path.slice(0, -1));
        if (row > 0) below.set(row, index);
        return;
      }
      const slash = path.lastIndexOf("/");
      const folder = folderRow(path.slice(0, slash));
      if (folder === -1) {
        // A merged /usr whose links are not in the image: https://wiki.debian.org/UsrMerge
        if (/^\/(?:bin|sbin|lib[^/]*)\//.test(path)) this.own(`/usr${path}`, index);
        return;
      }
      const row = findNamed(nodes, folder, path.slice(slash + 1));
      // The first to own a path keeps it: a distribution's packages are noted before all others.
      if (row > 0 && exact[row] === -1) exact[row] = index;
    },
    at: (row) => exact[row] ?? -1,
    finish() {
      // A folder's row comes before those of its content.
      const owners = Int32Array.from(exact);
      const inheritedOwners = new Int32Array(nodes.count).fill(-1);
      for (let row = 1; row < nodes.count; row++) {
        inheritedOwners[row] = below.get(row) ?? inheritedOwners[nodes.parent[row] ?? 0] ?? -1;
        if (owners[row] === -1) owners[row] = inheritedOwners[row] ?? -1;
      }
      return owners;
    },
  };
}

/** For each package: files that it owns and that show, with their bytes; folders do not count. */
export function ownedSums(tree: Tree, owners: Owners, packages: number): { files: number; bytes: number }[] {
  const sums = Array.from({ length: packages }, () => ({ files: 0, bytes: 0 }));
  const { nodes, layers } = tree;
  for (let row = 0; row < nodes.count; row++) {
    const sum = sums[owners[row] ?? -1];
    const entries = layers[nodes.layer[row] ?? -1]?.entries;
    if (sum === undefined || entries === undefined) continue;
    const entry = nodes.entry[row] ?? 0;
    if (isFolder(entries, entry)) continue;
    sum.files++;
    sum.bytes += contentSize(entries, entry);
  }
  return sums;
}
