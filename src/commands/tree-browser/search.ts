import type { BrowseTree } from "../../domain/image/browse-tree.ts";

/**
 * The next row after `from` (before it for `backwards`) whose name contains `text`, wrapping around at the end;
 * undefined if no row matches. A text with a slash is searched in the whole path. Case is ignored.
 */
export function nextMatch(tree: BrowseTree, text: string, from: number, backwards: boolean): number | undefined {
  const searchText = text.toLowerCase();
  const textOf = searchText.includes("/") ? (row: number) => tree.path(row) : (row: number) => tree.name(row);
  let [first, last, before, after]: (number | undefined)[] = [];
  let passed = false;
  const waiting = [0];
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    if (row === from) passed = true;
    else if (row !== 0 && textOf(row).toLowerCase().includes(searchText)) {
      first ??= row;
      last = row;
      if (!passed) before = row;
      else after ??= row;
      if (!backwards && after !== undefined) return after;
    }
    const children = tree.children(row);
    for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at] ?? 0);
  }
  const match = backwards ? (before ?? last) : (after ?? first);
  if (match !== undefined) return match;
  // The only match may be the cursor's row.
  return from !== 0 && textOf(from).toLowerCase().includes(searchText) ? from : undefined;
}
