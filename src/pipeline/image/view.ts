import { contentSize, entryPath, entryType, type FileType } from "../../domain/entries.ts";
import { Failure } from "../../domain/failure.ts";
import type { Inspection, PathBytes } from "../../domain/inspection.ts";
import { imageDiff } from "../../facts/inspection/image-diff.ts";
import { layerView } from "../../facts/inspection/layer-view.ts";
import { packageView, similarNames } from "../../facts/inspection/package-view.ts";
import { treeOrder, type FinalPath, type LayerPath } from "../../facts/inspection/paths.ts";
import { treeView } from "../../facts/inspection/tree-view.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import { mergeLayers, rowOf, walkTree, type Tree } from "../../facts/tree.ts";
import { nodePath } from "../../facts/tree-nodes.ts";
import type { ReadImage } from "./read-facts.ts";

/** A closer look at one side of an image; lists hold `top` items. */
export type ViewWish =
  | { readonly kind: "layer"; readonly layer: number; readonly top: number }
  | { readonly kind: "tree"; readonly depth: number; readonly top: number }
  | { readonly kind: "package"; readonly wanted: string; readonly top: number }
  | { readonly kind: "diff"; readonly other: string; readonly top: number };

/** Throws `Failure` (`bad-usage`) when the image has no such layer or package. `other` is the second image of a comparison. */
export function viewOf(wish: ViewWish, read: ReadImage, other?: ReadImage): Inspection {
  switch (wish.kind) {
    case "layer":
      return layerView(wish.layer, layerPaths(read, wish.layer), wish.top);
    case "tree":
      return treeView(finalPaths(read), wish.depth, wish.top);
    case "package":
      return packages(wish, read);
    case "diff": {
      if (other === undefined) throw new Error("a comparison needs two images");
      const side = (one: ReadImage) => ({ name: one.read.name, info: one.info, paths: finalPaths(one) });
      return imageDiff(side(read), side(other), wish.top);
    }
  }
}

function packages({ wanted, top }: Extract<ViewWish, { kind: "package" }>, { info, tree }: ReadImage): Inspection {
  const { filesOf } = findPackages(tree, info.os);
  const view = packageView(info, wanted, top, (one) =>
    one.files === undefined ? undefined : filesOf(one).flatMap((row) => pathBytes(tree, row)),
  );
  if (view.matches.length > 0) return view;
  const similar = similarNames(info, wanted);
  throw new Failure("bad-usage", `The image has no package ${wanted}.`, {
    hint:
      similar.length === 0
        ? "Without --package all packages are counted; --format json lists them."
        : `Did you mean ${similar.join(", ")}?`,
  });
}

function pathBytes(tree: Tree, row: number): PathBytes[] {
  const entries = tree.layers[tree.nodes.layer[row] ?? -1]?.entries;
  const entry = tree.nodes.entry[row] ?? 0;
  if (entries === undefined || entryType(entries, entry) === "dir") return [];
  return [{ path: nodePath(tree.nodes, row), bytes: contentSize(entries, entry) }];
}

function* finalPaths({ tree }: ReadImage): Generator<FinalPath> {
  for (const { path, type, mode, uid, gid, size, layer, entry } of walkTree(tree)) {
    const read = tree.layers[layer];
    const link = type === "symlink" ? read?.entries.links.get(entry) : undefined;
    const carrier = read?.entries.carriers.get(entry) ?? entry;
    yield {
      path,
      type: plain(type),
      mode,
      uid,
      gid,
      size,
      layer,
      ...(link === undefined ? {} : { link }),
      ...(read === undefined || read.diffId === "" ? {} : { content: `${read.diffId}:${carrier}` }),
    };
  }
}

function plain(type: FileType): FinalPath["type"] {
  if (type === "hardlink") return "file";
  return type === "file" || type === "dir" || type === "symlink" ? type : "other";
}

/** What a layer brings and takes, held against the layers below it. */
function* layerPaths({ read }: ReadImage, index: number): Generator<LayerPath> {
  const layer = read.layers[index];
  if (layer === undefined) {
    throw new Failure("bad-usage", `There is no layer ${index}: the image has ${read.layers.length}, from 0.`, {
      hint: "Without --layer all layers are listed with their numbers.",
    });
  }
  const below = mergeLayers(read.layers.slice(0, index));
  const { entries } = layer;
  const paths: LayerPath[] = [];
  for (let at = 0; at < entries.count; at++) {
    const path = entryPath(entries, at);
    const name = path.slice(path.lastIndexOf("/") + 1);
    const gone = name.startsWith(".wh.") ? path.slice(0, -name.length) + name.slice(4) : undefined;
    if (name.startsWith(".wh..wh.")) continue;
    const old = rowOf(below, gone ?? path);
    const was = old === -1 ? -1 : (below.nodes.layer[old] ?? -1);
    if (gone !== undefined) {
      paths.push({ path: gone, type: "other", size: hiddenBytes(below, old), change: "deleted" });
      continue;
    }
    const change = was === -1 ? "added" : "changed";
    paths.push({ path, type: plain(entryType(entries, at)), size: contentSize(entries, at), change });
  }
  yield* paths.sort((a, b) => treeOrder(a.path, b.path));
}

function hiddenBytes(tree: Tree, root: number): number {
  if (root === -1) return 0;
  const { nodes } = tree;
  // A child's row comes after its folder's.
  const inside = new Set([root]);
  let bytes = 0;
  for (let row = root; row < nodes.count; row++) {
    if (row !== root && !inside.has(nodes.parent[row] ?? -1)) continue;
    inside.add(row);
    for (const one of pathBytes(tree, row)) bytes += one.bytes;
  }
  return bytes;
}
