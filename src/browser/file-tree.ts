import type { ImageFiles } from "../domain/image/image-files.ts";

export type Grouping = "folder" | "layer" | "package";

/** Something that a map shows as one tile: files of all layers, added up. */
export interface MapNode {
  readonly kind: "all" | "layer" | "package" | "folder" | "file";
  readonly label: string;
  /** Row of its path; the root's is 0. */
  readonly row: number;
  /** It sums up several small files of a folder. */
  readonly rest: boolean;
  readonly items: readonly number[];
  readonly bytes: number;
  readonly wasted: number;
  readonly unused: number;
  readonly files: number;
}

export interface FileTree {
  root(): MapNode;
  childrenOf(node: MapNode, grouping: Grouping): MapNode[];
  pathOf(row: number): string;
  /** Items whose path holds the text, whatever its case. */
  search(text: string): number[];
  layersOf(node: MapNode): { readonly layer: number; readonly bytes: number }[];
}

/** Reads the columns of `ImageFiles`. Closed: it uses nothing but its argument, so that its text can be put into a page. */
export function fileTree(files: ImageFiles): FileTree {
  const { names, parents, paths, layer: layers, bytes, hiddenBy, owned, owners, used, counts } = files;
  const depths = new Uint16Array(names.length);
  for (let row = 1; row < names.length; row++) depths[row] = (depths[parents[row] ?? 0] ?? 0) + 1;
  let folded: string[] | undefined;

  function node(
    kind: MapNode["kind"],
    label: string,
    row: number,
    items: readonly number[],
    isRemainder = false,
  ): MapNode {
    const sums = { bytes: 0, wasted: 0, unused: 0, files: 0 };
    for (const item of items) {
      const size = bytes[item] ?? 0;
      sums.bytes += size;
      sums.files += counts?.[item] ?? 1;
      if ((hiddenBy[item] ?? -1) >= 0) sums.wasted += size;
      else if (used?.[item] === 0) sums.unused += size;
    }
    return { kind, label, row, rest: isRemainder, items, ...sums };
  }

  function pathOf(row: number): string {
    let path = "";
    for (let at = row; at > 0; at = parents[at] ?? 0) path = `/${names[at] ?? ""}${path}`;
    return path === "" ? "/" : path;
  }

  /** Of the way from `above` down to `row` the first row; `above` itself where that is the way. */
  function stepBelow(above: number, row: number): number {
    let at = row;
    for (let levels = (depths[row] ?? 0) - (depths[above] ?? 0); levels > 1; levels--) at = parents[at] ?? 0;
    return at;
  }

  function grouped(items: readonly number[], keyOf: (item: number) => number): Map<number, number[]> {
    const groups = new Map<number, number[]>();
    for (const item of items) {
      const key = keyOf(item);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
    return groups;
  }

  const largestFirst = (a: MapNode, b: MapNode): number => b.bytes - a.bytes || (a.label < b.label ? -1 : 1);

  return {
    root: () =>
      node(
        "all",
        "/",
        0,
        Array.from(paths, (_, item) => item),
      ),
    childrenOf(parent, grouping) {
      const entries: MapNode[] = [];
      if (parent.kind === "file") return entries;
      if (parent.kind === "all" && grouping === "layer")
        for (const [layer, items] of grouped(parent.items, (item) => layers[item] ?? 0))
          entries.push(node("layer", `layer ${layer}`, 0, items));
      else if (parent.kind === "all" && grouping === "package")
        for (const [owner, items] of grouped(parent.items, (item) => owned[item] ?? -1))
          entries.push(node("package", owners[owner] ?? "no package", 0, items));
      else
        for (const [row, items] of grouped(parent.items, (item) => stepBelow(parent.row, paths[item] ?? 0))) {
          // The sum of a folder is at the folder's own row.
          const isFile = row === parent.row || items.every((item) => paths[item] === row);
          const isRemainder = row === parent.row || (isFile && items.some((item) => (counts?.[item] ?? 1) > 1));
          entries.push(
            node(
              isFile ? "file" : "folder",
              isRemainder ? "smaller files" : (names[row] ?? ""),
              row,
              items,
              isRemainder,
            ),
          );
        }
      return entries.sort(largestFirst);
    },
    pathOf,
    search(text) {
      folded ??= fullPaths().map((path) => path.toLowerCase());
      const query = text.toLowerCase();
      const hits = new Uint8Array(names.length);
      for (const [row, path] of folded.entries()) if (path.includes(query)) hits[row] = 1;
      return Array.from(paths, (_, item) => item).filter((item) => hits[paths[item] ?? 0] === 1);
    },
    layersOf(mapNode) {
      const sums = new Map<number, number>();
      for (const item of mapNode.items)
        sums.set(layers[item] ?? 0, (sums.get(layers[item] ?? 0) ?? 0) + (bytes[item] ?? 0));
      return [...sums]
        .map(([layer, sum]) => ({ layer, bytes: sum }))
        .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
    },
  };

  /** Folders come before their content. */
  function fullPaths(): string[] {
    const pathsByRow: string[] = [""];
    for (let row = 1; row < names.length; row++)
      pathsByRow.push(`${pathsByRow[parents[row] ?? 0] ?? ""}/${names[row] ?? ""}`);
    return pathsByRow;
  }
}
