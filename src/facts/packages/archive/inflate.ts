// The one place of facts/ that imports a Node module: inflating is pure, bytes in and bytes out.
import { inflateRawSync, inflateSync } from "node:zlib";

/** Inflates a zlib stream (RFC 1950) of at most `most` bytes of output. Throws `Error` with the reason, before it makes more. */
export function inflateZlib(bytes: Uint8Array, most: number): Buffer {
  return bounded(() => inflateSync(bytes, { maxOutputLength: most }));
}

/** Inflates a raw deflate stream (RFC 1951), as ZIP files hold, of at most `most` bytes of output. Throws `Error` with the reason. */
export function inflateRaw(bytes: Uint8Array, most: number): Buffer {
  return bounded(() => inflateRawSync(bytes, { maxOutputLength: most }));
}

function bounded(inflate: () => Buffer): Buffer {
  try {
    return inflate();
  } catch (error) {
    const tooLarge = error instanceof RangeError || (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new Error(
      tooLarge ? "its compressed content is larger than it may be" : "its compressed content is damaged",
      {
        cause: error,
      },
    );
  }
}
