import type { FileBody } from "../../../domain/image/file-body.ts";

/** A file whose bytes are all in memory. */
export function memoryBody(bytes: Uint8Array): FileBody {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
