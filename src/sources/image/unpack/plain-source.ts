import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { windowSource } from "./window-source.ts";

/** Uncompressed bytes, read as a stream. */
export function plainSource(packed: PackedBytes): ByteSource {
  const buffer = Buffer.allocUnsafeSlow(2 * windowBytes);
  const window = windowSource(buffer, () => {
    // Moves unread bytes to the front; the reader leaves less than half.
    buffer.copyWithin(0, window.at, window.end);
    window.base += window.at;
    window.end -= window.at;
    window.at = 0;
    const got = packed.read(buffer.subarray(window.end));
    return typeof got === "number" ? take(got) : got.then(take);
  });
  const take = (got: number): boolean => {
    window.end += got;
    return got > 0;
  };
  return window;
}
