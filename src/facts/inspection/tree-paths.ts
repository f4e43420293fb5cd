import { contentSize, entryName, type Entries } from "../../domain/image/entries.ts";
import type { PathBytes } from "../../domain/image/inspection.ts";
import type { LayerRead } from "../../domain/image/image-scan.ts";
import { childrenOf, nodePath } from "../tree/tree-nodes.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import { fileAt, rowOf, walkTree, type FileAt, type Tree } from "../tree/tree.ts";
import type { FinalPath, LayerPath } from "./paths.ts";

/** The final file system in tree order. */
export function* finalPaths(tree: Tree): Generator<FinalPath> {
  for (const file of walkTree(tree)) {
    const layer = tree.layers[file.layer];
    if (layer === undefined) continue;
    const { path, mode, uid, gid, size, entry } = file;
    const link = file.type === "symlink" ? layer.entries.links.get(entry) : undefined;
    const content = file.type === "hardlink" ? layer.entries.carriers.get(entry) : entry;
    const type = typeOf(file);
    yield {
      path,
      type,
      mode,
      uid,
      gid,
      size,
      layer: file.layer,
      ...(link === undefined ? {} : { link }),
      ...(type === "file" && content !== undefined
        ? { contentSize: contentSize(layer.entries, entry), content: `${layer.diffId}:${content}`, entry: content }
        : {}),
    };
  }
}

/** A hard link is a file: which of two names came first depends on the order of the folder. */
function typeOf({ type }: Pick<FileAt, "type">): FinalPath["type"] {
  switch (type) {
    case "file":
    case "hardlink":
      return "file";
    case "dir":
    case "symlink":
      return type;
    default:
      return "other";
  }
}

/** Effects of layer `index` on the layers below: paths in tree order, then deletions. */
export function* layerPaths(layers: readonly LayerRead[], index: number): Generator<LayerPath> {
  const layer = layers[index];
  if (layer === undefined) return;
  const below = mergeLayers(layers.slice(0, index));
  const marks = whiteouts(layer.entries);
  const isFresh = freshPaths(marks);
  for (const file of walkTree(mergeLayers([layer]))) {
    const { path, size } = file;
    const row = file.type === "dir" ? -1 : rowOf(below, path);
    const replaces = row !== -1 && fileAt(below, row, path) !== undefined && !isFresh(path);
    yield { path, type: typeOf(file), size, change: replaces ? "changed" : "added" };
  }
  // Files deleted with their folder are not counted again.
  const deletedRows = new Set<number>();
  for (const { folder, name } of marks) {
    const rows = name === undefined ? childrenIn(below, folder) : [rowOf(below, `${folder}/${name}`)];
    for (const row of rows) {
      if (row === -1 || isWithin(below, row, deletedRows)) continue;
      const file = fileAt(below, row);
      const bytes = bytesBelow(below, row, deletedRows);
      if (file === undefined && bytes === undefined) continue;
      const path = file?.path ?? nodePath(below.nodes, row);
      yield { path, type: file === undefined ? "dir" : typeOf(file), size: bytes ?? 0, change: "deleted" };
      deletedRows.add(row);
    }
  }
}

function isWithin({ nodes }: Tree, row: number, rows: ReadonlySet<number>): boolean {
  if (rows.size === 0) return false;
  for (let at = row; at !== 0; at = nodes.parent[at] ?? 0) if (rows.has(at)) return true;
  return false;
}

/** A whiteout; one without a name makes its folder opaque (OCI image-spec, layer.md). */
interface Whiteout {
  /** Without a final slash; empty for the root. */
  readonly folder: string;
  readonly name?: string;
}

function whiteouts(entries: Entries): Whiteout[] {
  const whiteoutList: Whiteout[] = [];
  for (let at = 0; at < entries.count; at++) {
    const name = entryName(entries, at);
    if (!name.startsWith(".wh.")) continue;
    const folder = entries.folders[entries.folder[at] ?? 0] ?? "";
    if (name === ".wh..wh..opq") whiteoutList.push({ folder });
    else if (!name.startsWith(".wh..wh.")) whiteoutList.push({ folder, name: name.slice(4) });
  }
  return whiteoutList;
}

/** Whether the layer deletes a path before it writes there. */
function freshPaths(marks: readonly Whiteout[]): (path: string) => boolean {
  if (marks.length === 0) return () => false;
  const deletedPaths = new Set(marks.flatMap(({ folder, name }) => (name === undefined ? [] : [`${folder}/${name}`])));
  const opaque = new Set(marks.flatMap(({ folder, name }) => (name === undefined ? [folder] : [])));
  return (path) => {
    if (deletedPaths.has(path)) return true;
    for (let end = path.lastIndexOf("/"); end >= 0; end = end === 0 ? -1 : path.lastIndexOf("/", end - 1)) {
      const above = path.slice(0, end);
      if (opaque.has(above) || deletedPaths.has(above)) return true;
    }
    return false;
  };
}

function childrenIn(tree: Tree, folder: string): number[] {
  const row = rowOf(tree, folder === "" ? "/" : folder);
  return row === -1 ? [] : [...childrenOf(tree.nodes, row)];
}

/** Bytes at and below a row without `excludedRows`; undefined when nothing is visible there. */
function bytesBelow(tree: Tree, root: number, excludedRows: ReadonlySet<number>): number | undefined {
  let bytes: number | undefined;
  const open = [root];
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    if (excludedRows.has(row)) continue;
    const file = fileAt(tree, row, "");
    if (file !== undefined) bytes = (bytes ?? 0) + file.size;
    open.push(...childrenOf(tree.nodes, row));
  }
  return bytes;
}

/** The file that shows at a row, with the bytes of its content; undefined for a folder and for what shows nothing. */
export function pathAt(tree: Tree, row: number): PathBytes | undefined {
  const file = fileAt(tree, row);
  const entries = tree.layers[file?.layer ?? -1]?.entries;
  if (file === undefined || entries === undefined || file.type === "dir") return undefined;
  return { path: file.path, bytes: contentSize(entries, file.entry) };
}
