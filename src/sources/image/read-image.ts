import type { Image, ImageConfig, ImageLayer } from "./image.ts";
import type { LayerContent, LayerWishes } from "./read-layer.ts";
import { readLayer } from "./read-layer.ts";

export interface LayerRead extends LayerContent, Pick<ImageLayer, "index" | "diffId" | "createdBy" | "verified"> {
  readonly compressedBytes?: number;
  /** False when the source shows no extended attributes. */
  readonly xattrs: boolean;
}

/** Everything that facts are made of, read in one pass. */
export interface ImageRead {
  readonly name: string;
  readonly digest: string;
  readonly manifestDigest?: string;
  readonly config: ImageConfig;
  readonly layers: readonly LayerRead[];
}

/** How one layer is read: here and now, in a worker, or out of a cache. */
export type ReadLayer = (layer: ImageLayer, wishes: LayerWishes, signal?: AbortSignal) => Promise<LayerContent>;

/**
 * Read all layers: every entry, and what the probes make of the files they look at.
 * Throws `Failure` (`bad-image`, `unreadable`, `interrupted`, `registry-...`).
 */
export async function readImage(
  image: Image,
  wishes: LayerWishes,
  { signal, read = readLayer, atOnce = 1 }: { signal?: AbortSignal; read?: ReadLayer; atOnce?: number } = {},
): Promise<ImageRead> {
  const layers: LayerRead[] = [];
  const waiting = [...image.layers];
  const next = async (): Promise<void> => {
    for (let layer = waiting.shift(); layer !== undefined; layer = waiting.shift()) {
      const { index, diffId, createdBy, verified, compressedBytes, xattrs = true } = layer;
      const content = await read(layer, wishes, signal);
      layers[index] = {
        ...content,
        index,
        diffId,
        createdBy,
        verified,
        xattrs,
        ...(compressedBytes === undefined ? {} : { compressedBytes }),
      };
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, next));
  const { name, digest, manifestDigest, config } = image;
  return { name, digest, ...(manifestDigest === undefined ? {} : { manifestDigest }), config, layers };
}
