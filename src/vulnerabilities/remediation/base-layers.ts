import type { ImageInfo } from "../../domain/image/image-info.ts";
import { systemTypes } from "../../facts/managers/remedies.ts";
import { purlType } from "./purl-type.ts";

/** The layers that came with the base image: those before `count`. */
export interface BaseLayers {
  readonly count: number;
  /** The base's name, where the image says it. */
  readonly name?: string;
  /** Why we say so, for the reader. */
  readonly how: string;
  /** Told by the distribution's packages alone: of what else lies in these layers (one layer may hold a whole image) no one knows who brought it. */
  readonly guessed?: true;
}

/**
 * Where the Dockerfile is known, the layers that none of its lines made. Else only the lowest layer with packages of the distribution is
 * surely the base's: an image does not say where its base ended. Undefined when it holds no such packages.
 */
export function baseLayers(image: Pick<ImageInfo, "layers" | "packages" | "config">): BaseLayers | undefined {
  const label = image.config.labels["org.opencontainers.image.base.name"];
  const name = label === undefined || label === "" ? {} : { name: label };
  const own = image.layers.find(({ line }) => line !== undefined);
  if (own !== undefined) return { count: own.index, ...name, how: "the Dockerfile has no line for its layers" };
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
