import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { cacheFolder as openCache } from "../../sources/cache-folder.ts";
import type { Image } from "../../sources/image/image-source.ts";
import type { ReadOptions } from "./read-facts.ts";
import { toolStamp } from "./tool-stamp.ts";

/**
 * What `read` says about an image, out of the cache when the same code was asked for the same (`wish`) of the same layers under the same
 * configuration.
 */
export async function cachedFacts<T>(
  image: Image,
  wish: readonly (string | boolean)[],
  { cacheFolder }: Pick<ReadOptions, "cacheFolder">,
  read: () => Promise<T>,
): Promise<T> {
  const key = keyOf(image, wish);
  if (cacheFolder === undefined || key === undefined) return read();
  const cache = openCache(cacheFolder);
  const known = await cache.get(key);
  if (known !== undefined) return deserialize(known) as T;
  const facts = await read();
  await cache.put(key, serialize(facts));
  return facts;
}

/** Undefined when the bytes of a layer have no sure name. */
function keyOf(
  { digest, manifestDigest, layers, config }: Image,
  wish: readonly (string | boolean)[],
): string | undefined {
  const keys = layers.map(({ cacheKey }) => cacheKey);
  if (keys.includes(undefined)) return undefined;
  const facts = layers.map(({ createdBy, verified, compressedBytes, xattrs }) => [
    createdBy,
    verified,
    compressedBytes,
    xattrs,
  ]);
  const what = JSON.stringify([toolStamp(), ...wish, digest, manifestDigest, config, keys, facts]);
  return createHash("sha256").update(what).digest("hex");
}
