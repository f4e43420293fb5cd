import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { CacheFolder } from "../../sources/cache-folder.ts";
import type { ReadLayer } from "../../sources/image/layers/read-image.ts";
import { readLayer, type LayerWishes } from "../../sources/image/layers/read-layer.ts";
import type { LayerContent } from "../../domain/image/image-read.ts";

/**
 * Reads a layer unless the cache has what was read from the same bytes with the same wishes by the same code. `stamp` names the code: a
 * probe that changes must not be answered with what its predecessor saw.
 */
export function cachedLayers(cache: CacheFolder, stamp: string): ReadLayer {
  return async (layer, wishes, signal) => {
    if (layer.cacheKey === undefined) return readLayer(layer, wishes, signal);
    const key = layerKey(layer.cacheKey, wishes, stamp);
    const known = await cache.get(key);
    if (known !== undefined) return deserialize(known) as LayerContent;
    const content = await readLayer(layer, wishes, signal);
    // To write such a layer down would take as much memory again; what is made of it is kept all the same (`readInfo`).
    if (content.entries.count <= mostEntries) await cache.put(key, serialize(content));
    return content;
  };
}

const mostEntries = 500_000;

export function layerKey(cacheKey: string, { probes, hashFrom }: LayerWishes, stamp: string): string {
  const what = JSON.stringify([stamp, cacheKey, probes.map(({ name }) => name), hashFrom]);
  return createHash("sha256").update(what).digest("hex");
}
