import { readSync } from "node:fs";
import type { Readable } from "node:stream";

/** No `take` may ask for more. */
export const windowBytes = 65_536;

/** Bytes read forward, from a file's region or from a stream. */
export interface ByteSource {
  /** Offset of the next byte. */
  readonly position: number;
  /** The next `length` bytes, fewer only at the end. The buffer is reused: it holds until the next call. */
  take(length: number): Buffer | Promise<Buffer>;
  /** Returns how many bytes there were to skip. */
  skip(length: number): number | Promise<number>;
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
  return {
    get position() {
      return at - start;
    },
    take(length) {
      if (length > windowBytes) throw new Error(`take(${length}) is over the window`);
      if (at < windowStart || at + length > windowEnd) {
        windowStart = at;
        windowEnd = at;
        const wanted = Math.min(windowBytes, end - at);
        while (windowEnd - at < wanted) {
          const got = readSync(fd, window, windowEnd - at, wanted - (windowEnd - at), windowEnd);
          if (got === 0) break;
          windowEnd += got;
        }
      }
      const taken = window.subarray(at - windowStart, Math.min(at + length, windowEnd) - windowStart);
      at += taken.length;
      return taken;
    },
    skip(length) {
      const skipped = Math.min(length, Math.max(0, end - at));
      at += skipped;
      return skipped;
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
