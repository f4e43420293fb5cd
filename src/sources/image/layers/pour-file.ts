import type { FileRef } from "../../../domain/image/file-ref.ts";
import { readLayerBytes } from "../bytes/index.ts";
import type { Image } from "../image-source.ts";

/** Bytes per chunk. */
const pieceBytes = 1_048_576;

/**
 * Passes a file's content to `take` in chunks; a chunk is valid only during the call. `sparse`: the archive stores it
 * without its holes, so nothing was passed; `missing`: the layer has no such file. Throws `Failure` (`bad-image`,
 * `unreadable`, `interrupted`), and errors of `take`.
 */
export async function pourFile(
  image: Image,
  { layer, index }: FileRef,
  take: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<"whole" | "sparse" | "missing"> {
  let state: "whole" | "sparse" | "missing" = "missing";
  const from = image.layers.find((one) => one.index === layer);
  if (from === undefined) return state;
  await readLayerBytes(
    from.bytes,
    (entry, body) => {
      if (entry.index !== index) return undefined;
      state = entry.stored === entry.size ? "whole" : "sparse";
      if (state === "sparse") return undefined;
      if (body === undefined) return { chunk: take, end() {} };
      for (let at = 0; at < body.size;) {
        const piece = body.read(at, pieceBytes);
        if (piece.length === 0) break;
        take(piece);
        at += piece.length;
      }
      return undefined;
    },
    signal,
  );
  return state;
}
