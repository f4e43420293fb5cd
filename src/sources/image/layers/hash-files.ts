import type { FileRef } from "../../../domain/image/file-ref.ts";
import { createHash } from "node:crypto";
import type { Image } from "../image-source.ts";
import { readNamed } from "./read-named.ts";

/**
 * SHA-256 (hex) of the given files, by `LAYER:INDEX`, or their MD5, which dpkg records. Only layers with one of them are read. Sparse files are hashed
 * as stored. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function hashFiles(
  image: Image,
  files: readonly FileRef[],
  signal?: AbortSignal,
  algorithm: "sha256" | "md5" = "sha256",
): Promise<ReadonlyMap<string, string>> {
  return hashBytes(image, files, Infinity, signal, algorithm);
}

/** Bytes that distinguish most different files. */
const startBytes = 4_096;

/** The same for suspected duplicates: files with a unique size and first bytes are omitted, since they equal none. */
export async function hashAlike(
  image: Image,
  files: readonly FileRef[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const starts = await hashBytes(image, files, startBytes, signal);
  const alike = Map.groupBy(files, ({ layer, index }) => starts.get(`${layer}:${index}`));
  const doubtful = [...alike.values()].filter((group) => group.length > 1).flat();
  return hashBytes(image, doubtful, Infinity, signal);
}

async function hashBytes(
  image: Image,
  files: readonly FileRef[],
  maxBytes: number,
  signal: AbortSignal | undefined,
  algorithm = "sha256",
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  await readNamed(
    image,
    files,
    (key, entry, body) => {
      const hash = createHash(algorithm);
      const end = (): void => void hashes.set(key, `${hash.digest("hex")}`);
      if (maxBytes !== Infinity) hash.update(`${entry.size}:`);
      if (maxBytes !== Infinity && body !== undefined) {
        hash.update(body.read(0, maxBytes));
        end();
        return undefined;
      }
      let remaining = maxBytes;
      return {
        chunk(bytes) {
          if (remaining > 0) hash.update(bytes.length > remaining ? bytes.subarray(0, remaining) : bytes);
          remaining -= bytes.length;
        },
        end,
      };
    },
    signal,
  );
  return hashes;
}
