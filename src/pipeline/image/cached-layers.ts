import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { CacheFolder } from "../../sources/paths/cache-folder.ts";
import type { ReadLayer } from "../../sources/image/layers/read-image.ts";
import { readLayer, type LayerWishes } from "../../sources/image/layers/read-layer.ts";
import type { LayerContent } from "../../domain/image/image-scan.ts";

/**
 * Reads a layer, or returns the cached result for the same bytes, options and code. `stamp` identifies the code: a
 * changed probe must not get its predecessor's results.
 */
export function cachedLayers(cache: CacheFolder, stamp: string): ReadLayer {
  return async (layer, wishes, signal) => {
    if (layer.cacheKey === undefined) return readLayer(layer, wishes, signal);
    const key = layerKey(layer.cacheKey, wishes, stamp);
    const cachedBytes = await cache.get(key);
    if (cachedBytes !== undefined) return deserialize(cachedBytes) as LayerContent;
    const content = await readLayer(layer, wishes, signal);
    // Serializing such a layer would double its memory; `readInfo` caches the final facts anyway.
    if (content.entries.count <= maxCachedEntries) await cache.put(key, serialize(content));
    return content;
  };
}

const maxCachedEntries = 500_000;

/** Node's version determines the serialization. */
function layerKey(cacheKey: string, { probes, hashFrom }: LayerWishes, stamp: string): string {
  const keyText = JSON.stringify([stamp, process.version, cacheKey, probes.map(({ name }) => name), hashFrom]);
  return createHash("sha256").update(keyText).digest("hex");
}
