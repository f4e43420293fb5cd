import { Failure } from "../../domain/failure.ts";
import type { ImageDiff, Inspection } from "../../domain/inspection.ts";
import type { Look } from "../../domain/look.ts";
import { comparePaths } from "../../facts/inspection/file-diff.ts";
import { imageDiff, type Side } from "../../facts/inspection/image-diff.ts";
import { layerView } from "../../facts/inspection/layer-view.ts";
import { packageView, similarNames } from "../../facts/inspection/package-view.ts";
import type { FinalPath } from "../../facts/inspection/paths.ts";
import { finalPaths, layerPaths, packageFiles } from "../../facts/inspection/tree-paths.ts";
import { treeView } from "../../facts/inspection/tree-view.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import { hashFiles, type FileRef } from "../../sources/image/hash-files.ts";
import type { ReadImage } from "./read-facts.ts";

/** An image that was read, under the name that it was asked for by. */
export interface NamedImage {
  readonly name: string;
  readonly facts: ReadImage;
}

/** The closer look. Throws `Failure` (`bad-usage`) for a layer or a package that the image does not have. */
export function inspectionOf(look: Exclude<Look, { kind: "diff" }>, { name, facts }: NamedImage): Inspection {
  const { info, tree, read } = facts;
  switch (look.kind) {
    case "layer":
      if (look.layer >= read.layers.length)
        throw new Failure("bad-usage", `${name} has no layer ${look.layer}`, {
          hint: `Its ${read.layers.length} layers are counted from 0; \`hullproof inspect ${name}\` lists them.`,
        });
      return layerView(look.layer, layerPaths(read.layers, look.layer), look.top);
    case "tree":
      return treeView(finalPaths(tree), look.depth, look.top);
    case "package": {
      const found = findPackages(tree, info.os);
      const view = packageView(info, look.wanted, look.top, (one) =>
        one.files === undefined ? undefined : packageFiles(tree, (row) => found.ownerOf(row), one.purl),
      );
      if (view.matches.length > 0) return view;
      const near = similarNames(info, look.wanted);
      throw new Failure("bad-usage", `${name} has no package ${look.wanted}`, {
        hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "`--format json` lists all packages.",
      });
    }
  }
}

/** What changed from one image to the other; files of equal size are read and compared. */
export async function compareTwo(
  from: NamedImage,
  to: NamedImage,
  top: number,
  signal: AbortSignal | undefined,
): Promise<ImageDiff> {
  const a: FileRef[] = [];
  const b: FileRef[] = [];
  // The first walk only asks: which files could be equal and are not known to be.
  comparePaths(finalPaths(from.facts.tree), finalPaths(to.facts.tree), 0, (before, after) => {
    const [left, right] = [refOf(before), refOf(after)];
    if (left === undefined || right === undefined) return undefined;
    a.push(left);
    b.push(right);
    return true;
  });
  const before = await hashFiles(from.facts.image, a, signal);
  const after = await hashFiles(to.facts.image, b, signal);
  return imageDiff(sideOf(from), sideOf(to), top, (left, right) => {
    const [old, now] = [before.get(keyOf(left)), after.get(keyOf(right))];
    return old === undefined || now === undefined ? undefined : old === now;
  });
}

function sideOf({ name, facts: { info, tree } }: NamedImage): Side {
  return { name, info, paths: finalPaths(tree) };
}

function refOf({ layer, entry }: FinalPath): FileRef | undefined {
  return entry === undefined ? undefined : { layer, index: entry };
}

function keyOf({ layer, entry }: FinalPath): string {
  return `${layer}:${entry}`;
}
