// The one place of facts/ that imports a Node module: inflating is pure, bytes in and bytes out.
import { constants, gunzipSync, gzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** Inflates a zlib stream (RFC 1950) to at most `maxBytes` bytes. Throws `Error` with the reason at the limit. */
export function inflateZlib(bytes: Uint8Array, maxBytes: number): Buffer {
  return bounded(() => inflateSync(bytes, { maxOutputLength: maxBytes }));
}

/** Inflates a raw deflate stream (RFC 1951), as in ZIP files, to at most `maxBytes` bytes. Throws `Error` with the reason. */
export function inflateRaw(bytes: Uint8Array, maxBytes: number): Buffer {
  return bounded(() => inflateRawSync(bytes, { maxOutputLength: maxBytes }));
}

/** Unpacks gzip (RFC 1952) to at most `maxBytes` bytes. Throws `Error` with the reason at the limit. */
export function inflateGzip(bytes: Uint8Array, maxBytes: number): Buffer {
  return bounded(() => gunzipSync(bytes, { maxOutputLength: maxBytes }));
}

/** The unpacked beginning of a raw deflate stream, at most some million bytes of 1 KiB; empty for other data. */
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
