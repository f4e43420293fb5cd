import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { cacheFolder as openCache } from "../../sources/paths/cache-folder.ts";
import type { Image } from "../../sources/image/image-source.ts";
import type { ReadOptions } from "./read-facts.ts";
import { codeStamp } from "./code-stamps.ts";

/**
 * Result of `read` from the cache, when the same code had the same options (`wish`) for the same layers and
 * configuration.
 */
export async function cachedFacts<T>(
  image: Image,
  wish: readonly (string | boolean)[],
  { cacheFolder, cacheBytes }: Pick<ReadOptions, "cacheFolder" | "cacheBytes">,
  read: () => Promise<T>,
): Promise<T> {
  const key = keyOf(image, wish);
  if (cacheFolder === undefined || key === undefined) return read();
  const cache = openCache(cacheFolder, cacheBytes);
  const cachedBytes = await cache.get(key);
  if (cachedBytes !== undefined) return deserialize(cachedBytes) as T;
  const facts = await read();
  await cache.put(key, serialize(facts));
  return facts;
}

/** Undefined when a layer's bytes have no reliable id. */
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
  const keyText = JSON.stringify([
    codeStamp("packages"),
    process.version,
    ...wish,
    digest,
    manifestDigest,
    config,
    keys,
    facts,
  ]);
  return createHash("sha256").update(keyText).digest("hex");
}
