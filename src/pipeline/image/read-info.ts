import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { ImageInfo } from "../../domain/image.ts";
import { cacheFolder as openCache } from "../../sources/cache-folder.ts";
import type { Image } from "../../sources/image/image.ts";
import type { FactWishes, ReadOptions } from "./read-facts.ts";
import { toolStamp } from "./tool-stamp.ts";

/**
 * What `readFacts` tells of an image, out of the cache when the same code was asked the same of the same layers under the same
 * configuration. For who needs neither the layers' entries nor the tree. Throws what `readFacts` does.
 */
export async function readInfo(
  image: Image,
  wishes: Omit<FactWishes, "dockerfile">,
  options: ReadOptions = {},
): Promise<ImageInfo> {
  const key = infoKey(image, wishes);
  // Loaded when something has to be read: it is most of our code.
  const read = async (): Promise<ImageInfo> => {
    const { readFacts } = await import("./read-facts.ts");
    return (await readFacts(image, wishes, options)).info;
  };
  if (options.cacheFolder === undefined || key === undefined) return read();
  const cache = openCache(options.cacheFolder);
  const known = await cache.get(key);
  if (known !== undefined) return deserialize(known) as ImageInfo;
  const info = await read();
  await cache.put(key, serialize(info));
  return info;
}

/** Undefined when the bytes of a layer have no sure name. */
function infoKey({ digest, manifestDigest, layers, config }: Image, wishes: FactWishes): string | undefined {
  const keys = layers.map(({ cacheKey }) => cacheKey);
  if (keys.includes(undefined)) return undefined;
  const facts = layers.map(({ createdBy, verified, compressedBytes, xattrs }) => [
    createdBy,
    verified,
    compressedBytes,
    xattrs,
  ]);
  const { secrets = false, duplicates = false } = wishes;
  const what = JSON.stringify([toolStamp(), "info", digest, manifestDigest, config, keys, facts, secrets, duplicates]);
  return createHash("sha256").update(what).digest("hex");
}
