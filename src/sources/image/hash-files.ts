import { createHash } from "node:crypto";
import type { Image } from "./image.ts";

/** A file by the layer that holds its content and its place among that layer's entries. */
export interface FileRef {
  readonly layer: number;
  readonly index: number;
}

/**
 * SHA-256 (hex) of the given files, keyed `LAYER:INDEX`. Only layers that hold one are read. The content of a sparse file is
 * hashed as stored. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function hashFiles(
  image: Image,
  files: readonly FileRef[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const layer of image.layers) {
    const wanted = new Set(files.filter((file) => file.layer === layer.index).map((file) => file.index));
    if (wanted.size === 0) continue;
    await layer.read((entry) => {
      if (!wanted.has(entry.index)) return undefined;
      const hash = createHash("sha256");
      return {
        chunk: (bytes) => void hash.update(bytes),
        end: () => void hashes.set(`${layer.index}:${entry.index}`, hash.digest("hex")),
      };
    }, signal);
  }
  return hashes;
}
