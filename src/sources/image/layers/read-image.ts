import type { LayerRead, ImageScan } from "../../../domain/image/image-scan.ts";
import { textLength } from "../../../domain/image/entries.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Image, ImageLayer } from "../image-source.ts";
import type { LayerWishes } from "./read-layer.ts";
import type { LayerContent } from "../../../domain/image/image-scan.ts";
import { readLayer } from "./read-layer.ts";

/** Maximum for all layers together: twice that of one. An image can list a thousand layers, all with the same small file. */
const maxEntries = 10_000_000;
const maxText = 512 * 1_048_576;

/** Reads one layer: in this thread, in a worker, or from a cache. */
export type ReadLayer = (layer: ImageLayer, wishes: LayerWishes, signal?: AbortSignal) => Promise<LayerContent>;

/** Reads all layers: every entry, and the results of the probes. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`, `registry-...`). */
export async function readImage(
  image: Image,
  wishes: LayerWishes,
  { signal, read = readLayer, atOnce = 1 }: { signal?: AbortSignal; read?: ReadLayer; atOnce?: number } = {},
): Promise<ImageScan> {
  const layers: LayerRead[] = [];
  const waiting = [...image.layers];
  let [entries, text] = [0, 0];
  // An image may list a layer twice, and a hostile one a bomb a thousand times: equal bytes are read once.
  const contentByKey = new Map<string, Promise<LayerContent>>();
  const contentOf = (layer: ImageLayer): Promise<LayerContent> => {
    const { cacheKey } = layer;
    const content = (cacheKey === undefined ? undefined : contentByKey.get(cacheKey)) ?? read(layer, wishes, signal);
    if (cacheKey !== undefined) contentByKey.set(cacheKey, content);
    return content;
  };
  const next = async (): Promise<void> => {
    for (let layer = waiting.shift(); layer !== undefined; layer = waiting.shift()) {
      const { index, diffId, createdBy, verified, compressedBytes, xattrs = true } = layer;
      const content = await contentOf(layer);
      entries += content.entries.count;
      text += textLength(content.entries);
      if (entries > maxEntries || text > maxText) throw tooMuch(image.name);
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

function tooMuch(name: string): Failure {
  const limitText = `${maxEntries} entries or ${maxText / 1_048_576} MiB of names, links and attributes`;
  return new Failure("bad-image", `The layers of ${name} have more than ${limitText}.`, {
    hint: "No real image has so many: it may be made to use up memory.",
  });
}
