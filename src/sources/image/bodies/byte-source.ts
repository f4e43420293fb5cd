import type { Readable } from "node:stream";
import type { FileBody } from "../../../domain/image/file-body.ts";
import { readAt } from "./read-at.ts";

/** Maximum argument of `need`. */
export const windowBytes = 65_536;
/** Bytes of a file that are read around a header: most files of an image are smaller, and skipped content need not be read. */
const fileWindow = 16_384;

/**
 * Bytes read forward, from a file's region or from a stream. The available ones are `buffer` from `at` to `end`, and
 * the reader advances `at`: a call and an object for each of 100,000 headers would cost more than reading them. All
 * three change with every `need` and `skip`.
 */
export interface ByteSource {
  readonly buffer: Buffer;
  at: number;
  readonly end: number;
  /** Offset of the byte at `at`. */
  readonly position: number;
  /**
   * Ensures that at least `length` bytes are available; false if the source ends before, with all remaining bytes
   * available. A promise of this or `skip` must resolve before the next call.
   */
  need(length: number): boolean | Promise<boolean>;
  /** Returns the number of skipped bytes. */
  skip(length: number): number | Promise<number>;
  /** The next `length` bytes by random access, if supported for this size, without consuming them. Valid until the next call of any method. */
  body?(length: number): FileBody | undefined;
}

const nothing: Buffer = Buffer.alloc(0);

/**
 * Region [start, end) of an open file. Reads are positional and synchronous: a window costs microseconds from the
 * page cache, while a trip through the thread pool for each of 60,000 entries costs seconds. Skipping costs nothing.
 */
export function fileSource(fd: number, start: number, regionEnd: number): ByteSource {
  const window = Buffer.allocUnsafeSlow(windowBytes);
  // File offset of the window's first byte.
  let base = start;
  const arena = bodyArena();
  let bodyStart = start;
  const body = { size: 0, read: readBody };

  function readBody(offset: number, maxLength: number, room?: Uint8Array): Uint8Array {
    const length = Math.min(maxLength, body.size - offset);
    if (length <= 0) return nothing;
    const from = bodyStart + offset;
    if (from >= base && from + length <= base + source.end) {
      return new Uint8Array(window.buffer, window.byteOffset + from - base, length);
    }
    const bytes = room === undefined || room.length < length ? arena.take(length) : room.subarray(0, length);
    const filled = readAt(fd, bytes, length, from);
    return filled === length ? bytes : bytes.subarray(0, filled);
  }

  const source = {
    buffer: window,
    at: 0,
    end: 0,
    get position() {
      return base + this.at - start;
    },
    need(length: number) {
      if (length > windowBytes) throw new Error(`need(${length}) is over the window`);
      if (this.end - this.at >= length) return true;
      base += this.at;
      this.at = 0;
      this.end = readAt(fd, window, Math.min(Math.max(length, fileWindow), regionEnd - base), base);
      return this.end >= length;
    },
    skip(length: number) {
      const skipped = Math.min(length, regionEnd - base - this.at);
      if (skipped <= this.end - this.at) this.at += skipped;
      else {
        base += this.at + skipped;
        this.at = 0;
        this.end = 0;
      }
      return skipped;
    },
    body(length: number) {
      arena.reset();
      bodyStart = base + this.at;
      body.size = Math.min(length, regionEnd - bodyStart);
      return body;
    },
  };
  return source;
}

/** Buffer for file content, reused for the next file: an allocation for each would keep the garbage collector busy. */
function bodyArena() {
  const room = 262_144;
  let buffer: ArrayBuffer | undefined;
  let used = 0;
  return {
    reset(): void {
      used = 0;
    },
    take(length: number): Uint8Array {
      if (used + length > room) return new Uint8Array(length);
      buffer ??= new ArrayBuffer(room);
      used += length;
      return new Uint8Array(buffer, used - length, length);
    },
  };
}

/** A stream without random access, such as a compressed layer. */
export function streamSource(stream: Readable): ByteSource {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  /** The part of the last chunk after `buffer`. */
  let chunk: Buffer = nothing;
  /** Offset of the end of `buffer`. */
  let filled = 0;

  function hand(buffer: Buffer): void {
    source.buffer = buffer;
    source.at = 0;
    source.end = buffer.length;
    filled += buffer.length;
  }

  async function refill(): Promise<boolean> {
    const next = chunk.length > 0 ? { value: chunk, done: false } : await chunks.next();
    chunk = nothing;
    if (next.done === true) return false;
    hand(next.value);
    return true;
  }

  async function gather(length: number): Promise<boolean> {
    if (source.at === source.end && (!(await refill()) || source.end >= length))
      return source.end - source.at >= length;
    const joined = Buffer.allocUnsafe(length);
    let used = 0;
    for (;;) {
      const part = source.buffer.subarray(source.at, Math.min(source.end, source.at + length - used));
      joined.set(part, used);
      used += part.length;
      source.at += part.length;
      if (used === length || !(await refill())) break;
    }
    chunk = source.buffer.subarray(source.at, source.end);
    filled -= chunk.length + used;
    hand(joined.subarray(0, used));
    return used === length;
  }

  async function pass(length: number): Promise<number> {
    let remaining = length;
    do {
      const step = Math.min(remaining, source.end - source.at);
      source.at += step;
      remaining -= step;
    } while (remaining > 0 && (await refill()));
    return length - remaining;
  }

  const source = {
    buffer: nothing,
    at: 0,
    end: 0,
    get position() {
      return filled - (this.end - this.at);
    },
    need(length: number) {
      return this.end - this.at >= length || gather(length);
    },
    skip(length: number) {
      if (this.end - this.at < length) return pass(length);
      this.at += length;
      return length;
    },
  };
  return source;
}
