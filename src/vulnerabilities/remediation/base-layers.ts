import type { ImageInfo } from "../../domain/image/image-info.ts";
import { systemTypes } from "../../facts/managers/remedies.ts";
import { purlType } from "./purl-type.ts";

/** The layers that came with the base image: those before `count`. */
export interface BaseLayers {
  readonly count: number;
  /** The base's name from the image's label. */
  readonly name?: string;
  /** Why we say so, for the reader. */
  readonly how: string;
  /**
   * Based on the distribution's packages alone: the origin of other files in these layers is unknown (one layer may
   * contain a whole image).
   */
  readonly guessed?: true;
}

/**
 * With a Dockerfile, the layers without a line in it. Otherwise only the lowest layer with packages of the distribution
 * certainly belongs to the base: an image does not record where its base ends. Undefined without such packages.
 */
export function baseLayers(image: Pick<ImageInfo, "layers" | "packages" | "config">): BaseLayers | undefined {
  const label = image.config.labels["org.opencontainers.image.base.name"];
  const name = label === undefined || label === "" ? {} : { name: label };
  const firstOwnLayer = image.layers.find(({ line }) => line !== undefined);
  if (firstOwnLayer !== undefined)
    return { count: firstOwnLayer.index, ...name, how: "the Dockerfile has no line for its layers" };
  const layers = image.packages.flatMap(({ purl, layer }) => (systemTypes.has(purlType(purl)) ? [layer] : []));
  if (layers.length === 0) return undefined;
  const lowest = layers.reduce((least, layer) => Math.min(least, layer));
  return {
    count: lowest + 1,
    ...name,
    how: `layer ${lowest} is the lowest that holds packages of the distribution`,
    guessed: true,
  };
}
