import type { ImageFiles } from "../../domain/image/image-files.ts";
import type { ObservedFiles } from "../../domain/workload/observation.ts";
import { imageFiles } from "../../facts/inspection/image-files.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import type { NamedImage } from "./view.ts";

/** Every file of an image that was read, for its map; `observed` is what a workload opened in it. */
export function mapOf(
  { name, info, tree }: Pick<NamedImage, "name" | "info" | "tree">,
  observed?: ObservedFiles,
): ImageFiles {
  const { ownerOf } = findPackages(tree, info.os);
  return imageFiles({ image: name, layers: info.layers, tree, ownerOf, observed });
}
