import { readSync } from "node:fs";
import type { Readable } from "node:stream";
import type { FileBody } from "./file-body.ts";

/** No `take` may ask for more. */
export const windowBytes = 65_536;
/** Of a file, so much is read around a header: most files of an image are smaller, and what is skipped need not be read. */
const fileWindow = 16_384;

/** Bytes read forward, from a file's region or from a stream. */
export interface ByteSource {
  /** Offset of the next byte. */
  readonly position: number;
  /** The next `length` bytes, fewer only at the end. The buffer is reused: it holds until the next call. */
  take(length: number): Buffer | Promise<Buffer>;
  /** Returns how many bytes there were to skip. */
  skip(length: number): number | Promise<number>;
  /** The next `length` bytes by random access, where the source has it; they are not taken. */
  body?(length: number): FileBody;
}

/**
 * Region [start, end) of an open file. Reads are positional and synchronous: a window costs microseconds out of the page
 * cache, while a trip through the thread pool for each of 60,000 entries costs seconds. Skipping costs nothing.
 */
export function fileSource(fd: number, start: number, end: number): ByteSource {
  const window = Buffer.allocUnsafe(windowBytes);
  let windowStart = start;
  let windowEnd = start;
  let at = start;

  function fill(length: number): void {
    windowStart = at;
    windowEnd = at;
    const wanted = Math.min(Math.max(length, fileWindow), end - at);
    while (windowEnd - at < wanted) {
      const got = readSync(fd, window, windowEnd - at, wanted - (windowEnd - at), windowEnd);
      if (got === 0) break;
      windowEnd += got;
    }
  }

  function bytesAt(from: number, length: number): Uint8Array {
    if (from >= windowStart && from + length <= windowEnd) {
      return Uint8Array.prototype.slice.call(window, from - windowStart, from - windowStart + length);
    }
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const got = readSync(fd, bytes, filled, length - filled, from + filled);
      if (got === 0) break;
      filled += got;
    }
    return bytes.subarray(0, filled);
  }

  return {
    get position() {
      return at - start;
    },
    take(length) {
      if (length > windowBytes) throw new Error(`take(${length}) is over the window`);
      if (at < windowStart || at + length > windowEnd) fill(length);
      const taken = window.subarray(at - windowStart, Math.min(at + length, windowEnd) - windowStart);
      at += taken.length;
      return taken;
    },
    skip(length) {
      const skipped = Math.min(length, Math.max(0, end - at));
      at += skipped;
      return skipped;
    },
    body(length) {
      const from = at;
      const size = Math.min(length, Math.max(0, end - at));
      return {
        size,
        read: (offset, wanted) =>
          offset >= size || wanted <= 0 ? new Uint8Array(0) : bytesAt(from + offset, Math.min(wanted, size - offset)),
      };
    },
  };
}

/** A stream that can only be read through, such as a compressed layer. */
export function streamSource(stream: Readable): ByteSource {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let chunk: Buffer = Buffer.alloc(0);
  let position = 0;

  async function refill(): Promise<boolean> {
    const next = await chunks.next();
    if (next.done === true) return false;
    chunk = next.value;
    return true;
  }

  async function gather(length: number): Promise<Buffer> {
    const taken = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length && (chunk.length > 0 || (await refill()))) {
      const part = chunk.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      chunk = chunk.subarray(part.length);
    }
    position += filled;
    return taken.subarray(0, filled);
  }

  return {
    get position() {
      return position;
    },
    take(length) {
      if (length > chunk.length) return gather(length);
      const taken = chunk.subarray(0, length);
      chunk = chunk.subarray(length);
      position += length;
      return taken;
    },
    async skip(length) {
      let left = length;
      while (left > 0 && (chunk.length > 0 || (await refill()))) {
        const step = Math.min(left, chunk.length);
        chunk = chunk.subarray(step);
        left -= step;
      }
      position += length - left;
      return length - left;
    },
  };
}
