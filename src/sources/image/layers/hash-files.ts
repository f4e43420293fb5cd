import type { FileRef } from "../../../domain/image/file-ref.ts";
import { createHash } from "node:crypto";
import type { Image } from "../image-source.ts";
import { readNamed } from "./read-named.ts";

/**
 * SHA-256 (hex) of the given files, keyed `LAYER:INDEX`. Only layers that hold one are read. The content of a sparse file is
 * hashed as stored. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function hashFiles(
  image: Image,
  files: readonly FileRef[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return hashBytes(image, files, Infinity, signal);
}

/** So much of a file tells most that differ apart. */
const startBytes = 4_096;

/**
 * The same for files that are suspected to be equal: those whose size and first bytes no other one shares are left out, since they
 * are equal to none.
 */
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
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  await readNamed(
    image,
    files,
    (key, entry, body) => {
      const hash = createHash("sha256");
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
