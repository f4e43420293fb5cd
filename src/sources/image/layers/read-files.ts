import type { FileRef } from "../../../domain/image/file-ref.ts";
import type { Image } from "../image-source.ts";
import { readNamed } from "./read-named.ts";

/**
 * The content of the given files, by `LAYER:INDEX`; omits files longer than `most` bytes. Only layers with one of
 * them are read. Everything is held in memory at once, so the caller must limit the number. Throws `Failure`
 * (`bad-image`, `unreadable`, `interrupted`).
 */
export async function readFiles(
  image: Image,
  files: readonly FileRef[],
  maxBytes: number,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  await readNamed(
    image,
    files,
    (key, _entry, body) => {
      if (body !== undefined) {
        if (body.size <= maxBytes) contents.set(key, Uint8Array.from(body.read(0, body.size)));
        return undefined;
      }
      const chunks: Uint8Array[] = [];
      let length = 0;
      return {
        chunk(bytes) {
          length += bytes.length;
          if (length <= maxBytes) chunks.push(Uint8Array.from(bytes));
        },
        end: () => void (length <= maxBytes && contents.set(key, Buffer.concat(chunks))),
      };
    },
    signal,
  );
  return contents;
}
