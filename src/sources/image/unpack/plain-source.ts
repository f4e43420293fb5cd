import type { ByteSource } from "../bodies/byte-source.ts";
import { windowBytes } from "../bodies/byte-source.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { windowSource } from "./window-source.ts";

/** Bytes that are not compressed, read through. */
export function plainSource(packed: PackedBytes): ByteSource {
  const buffer = Buffer.allocUnsafeSlow(2 * windowBytes);
  const window = windowSource(buffer, () => {
    // What is not read makes room for the rest; the reader leaves less than half.
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
