import { Failure } from "../../domain/failure.ts";
import type { ImageDiff, Inspection } from "../../domain/image/inspection.ts";
import { comparePaths } from "../../facts/inspection/file-diff.ts";
import { imageDiff, type Side } from "../../facts/inspection/image-diff.ts";
import { layerView } from "../../facts/inspection/layer-view.ts";
import { packageView, similarNames } from "../../facts/inspection/package-view.ts";
import type { FinalPath } from "../../facts/inspection/paths.ts";
import { finalPaths, layerPaths, pathAt } from "../../facts/inspection/tree-paths.ts";
import { treeView } from "../../facts/inspection/tree-view.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import { hashFiles } from "../../sources/image/layers/hash-files.ts";
import type { FileRef } from "../../domain/image/file-ref.ts";
import type { AnalyzedImage } from "./read-facts.ts";

/** A detailed view of one aspect of an image; lists hold `top` entries. */
export type ImageViewRequest =
  | { readonly kind: "layer"; readonly layer: number; readonly top: number }
  | { readonly kind: "tree"; readonly depth: number; readonly top: number }
  | { readonly kind: "package"; readonly wanted: string; readonly top: number }
  | { readonly kind: "diff"; readonly other: string; readonly top: number };

/** An open image, under its requested name. */
export interface NamedImage extends AnalyzedImage {
  readonly name: string;
}

/** Throws `Failure` (`bad-usage`) when the image has no such layer or package. */
export function viewOf(wish: Exclude<ImageViewRequest, { kind: "diff" }>, image: NamedImage): Inspection {
  switch (wish.kind) {
    case "layer": {
      const { layers } = image.read;
      if (wish.layer >= layers.length)
        throw new Failure("bad-usage", `${image.name} has no layer ${wish.layer}`, {
          hint: `It has ${layers.length}, counted from 0; without --layer all are listed.`,
        });
      return layerView(wish.layer, layerPaths(layers, wish.layer), wish.top);
    }
    case "tree":
      return treeView(finalPaths(image.tree), wish.depth, wish.top);
    case "package":
      return viewPackages(wish, image);
  }
}

function viewPackages(
  { wanted, top }: Extract<ImageViewRequest, { kind: "package" }>,
  { name, info, tree }: NamedImage,
): Inspection {
  const { filesOf } = findPackages(tree, info.os);
  const view = packageView(info, wanted, top, (matchedPackage) =>
    matchedPackage.files === undefined ? undefined : filesOf(matchedPackage).flatMap((row) => pathAt(tree, row) ?? []),
  );
  if (view.matches.length > 0) return view;
  const similar = similarNames(info, wanted);
  throw new Failure("bad-usage", `${name} has no package ${wanted}`, {
    hint:
      similar.length === 0
        ? "Without --package all packages are counted; --format json lists them."
        : `Did you mean ${similar.join(", ")}?`,
  });
}

/**
 * Differences between two images. Files of equal size in different layers are read and compared: a rebuild writes
 * equal files again. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function compareTwo(
  from: NamedImage,
  to: NamedImage,
  top: number,
  signal?: AbortSignal,
): Promise<ImageDiff> {
  const a: FileRef[] = [];
  const b: FileRef[] = [];
  // The first pass only collects files that may be equal.
  comparePaths(finalPaths(from.tree), finalPaths(to.tree), 0, (before, after) => {
    const [left, right] = [refOf(before), refOf(after)];
    if (left === undefined || right === undefined) return undefined;
    a.push(left);
    b.push(right);
    return undefined;
  });
  const before = await hashFiles(from.image, a, signal);
  const after = await hashFiles(to.image, b, signal);
  return imageDiff(sideOf(from), sideOf(to), top, (left, right) => {
    const [old, current] = [before.get(keyOf(left)), after.get(keyOf(right))];
    return old === undefined || current === undefined ? undefined : old === current;
  });
}

function sideOf({ name, info, tree }: NamedImage): Side {
  return { name, info, paths: finalPaths(tree) };
}

function refOf({ layer, entry }: FinalPath): FileRef | undefined {
  return entry === undefined ? undefined : { layer, index: entry };
}

function keyOf({ layer, entry }: FinalPath): string {
  return `${layer}:${entry}`;
}
