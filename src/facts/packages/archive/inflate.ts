// The one place of facts/ that imports a Node module: inflating is pure, bytes in and bytes out.
import { constants, gunzipSync, gzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** Inflates a zlib stream (RFC 1950) of at most `most` bytes of output. Throws `Error` with the reason, before it makes more. */
export function inflateZlib(bytes: Uint8Array, most: number): Buffer {
  return bounded(() => inflateSync(bytes, { maxOutputLength: most }));
}

/** Inflates a raw deflate stream (RFC 1951), as ZIP files hold, of at most `most` bytes of output. Throws `Error` with the reason. */
export function inflateRaw(bytes: Uint8Array, most: number): Buffer {
  return bounded(() => inflateRawSync(bytes, { maxOutputLength: most }));
}

/** Unpacks gzip (RFC 1952) of at most `most` bytes of output. Throws `Error` with the reason, before it makes more. */
export function inflateGzip(bytes: Uint8Array, most: number): Buffer {
  return bounded(() => gunzipSync(bytes, { maxOutputLength: most }));
}

/** What the beginning of a raw deflate stream unpacks to, at most some million bytes of 1 KiB; empty for what is not one. */
export function inflateRawStart(bytes: Uint8Array): Buffer {
  try {
    return inflateRawSync(bytes.subarray(0, 1024), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

export function gzip(bytes: Uint8Array): Buffer {
  return gzipSync(bytes);
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
