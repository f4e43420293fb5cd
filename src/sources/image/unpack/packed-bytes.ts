import { readSync } from "node:fs";
import type { Readable } from "node:stream";

/** Raw bytes, compressed or not, read forward into a buffer of the reader. */
export interface PackedBytes {
  /** Whether `read` is always synchronous. */
  readonly atOnce: boolean;
  /** Fills some of the buffer; 0 at the end. */
  read(into: Uint8Array): number | Promise<number>;
  /** Closes their source; a pending `read` may never resolve. */
  [Symbol.dispose](): void;
}

/** Region [start, end) of an open file, which the caller closes. */
export function packedFile(fd: number, start: number, end: number): PackedBytes {
  let at = start;
  return {
    atOnce: true,
    read(into) {
      const got = readSync(fd, into, 0, Math.min(into.length, end - at), at);
      at += got;
      return got;
    },
    [Symbol.dispose]() {},
  };
}

/** Owns the stream. */
export function packedStream(stream: Readable): PackedBytes {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let chunk: Buffer = Buffer.alloc(0);
  let over = false;
  // The reader handles it; later errors must not end the process.
  stream.on("error", () => {});

  function hand(into: Uint8Array): number {
    const part = chunk.subarray(0, into.length);
    into.set(part);
    chunk = chunk.subarray(part.length);
    return part.length;
  }

  async function wait(into: Uint8Array): Promise<number> {
    while (chunk.length === 0 && !over) {
      const next = await chunks.next();
      if (next.done === true) over = true;
      else chunk = next.value;
    }
    return over ? 0 : hand(into);
  }

  return {
    atOnce: false,
    read: (into) => (chunk.length > 0 && !over ? hand(into) : wait(into)),
    [Symbol.dispose]() {
      // The buffer of a pending read may already be reused.
      over = true;
      stream.destroy();
    },
  };
}

/** Bytes that were already read, followed by the others. */
export function withHead(head: Buffer, tail: PackedBytes): PackedBytes {
  let at = 0;
  return {
    atOnce: tail.atOnce,
    read(into) {
      if (at === head.length) return tail.read(into);
      const part = head.subarray(at, at + into.length);
      into.set(part);
      at += part.length;
      return part.length;
    },
    [Symbol.dispose]: () => tail[Symbol.dispose](),
  };
}
