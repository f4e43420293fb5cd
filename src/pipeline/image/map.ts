import type { ImageFiles } from "../../domain/image/image-files.ts";
import type { ObservedFiles } from "../../domain/workload/observation.ts";
import { imageFiles } from "../../facts/inspection/image-files.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import type { NamedImage } from "./view.ts";

/** The file map of an image; `observed` lists the files that a workload opened. */
export function mapOf(
  { name, info, tree }: Pick<NamedImage, "name" | "info" | "tree">,
  observed?: ObservedFiles,
): ImageFiles {
  const { ownerOf } = findPackages(tree, info.os);
  return imageFiles({ image: name, layers: info.layers, tree, ownerOf, observed });
}
