import type { BrowseTree } from "../../domain/image/browse-tree.ts";

/** Caches the rows: a folder of a hundred thousand files must not be listed again for each key. */
const rowsByOpenFolders = new WeakMap<
  ReadonlySet<number>,
  { readonly tree: BrowseTree; readonly rows: readonly number[] }
>();

/** The rows of all open folders, from `/` down. */
export function rowsShown(tree: BrowseTree, open: ReadonlySet<number>): readonly number[] {
  const cachedRows = rowsByOpenFolders.get(open);
  if (cachedRows?.tree === tree) return cachedRows.rows;
  const rows: number[] = [];
  const waiting = [0];
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row);
    if (!open.has(row)) continue;
    const children = tree.children(row);
    for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at] ?? 0);
  }
  rowsByOpenFolders.set(open, { tree, rows });
  return rows;
}

export function withOpened(open: ReadonlySet<number>, row: number): ReadonlySet<number> {
  return open.has(row) ? open : new Set([...open, row]);
}

/** The depth of a row; `/` has 0. */
export function depthOf(tree: BrowseTree, row: number): number {
  let depth = 0;
  for (let at = row; at !== 0; at = tree.parent(at)) depth++;
  return depth;
}
