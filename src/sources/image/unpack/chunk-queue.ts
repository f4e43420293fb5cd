import { Readable } from "node:stream";

/** A queue of byte chunks from a producer to a consumer. An error is delivered after all earlier chunks. */
export interface ChunkQueue {
  /** Whether there is room. */
  readonly hasRoom: boolean;
  /** Called each time there is room again. */
  onRoom?: () => void;
  put(chunk: Buffer): void;
  end(): void;
  fail(error: unknown): void;
  readonly stream: Readable;
}

/** `limit` bytes is the capacity: the queue exceeds it by at most one chunk. */
export function chunkQueue(limit: number): ChunkQueue {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let over: { readonly error?: unknown } | undefined;
  let wake: (() => void) | undefined;

  async function* read(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk !== undefined) {
        bytes -= chunk.length;
        if (bytes < limit) queue.onRoom?.();
        yield chunk;
      } else if (over !== undefined) {
        if ("error" in over) throw over.error;
        return;
      } else {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
    }
  }

  const queue: ChunkQueue = {
    get hasRoom() {
      return bytes < limit;
    },
    put(chunk) {
      if (chunk.length === 0) return;
      chunks.push(chunk);
      bytes += chunk.length;
      wake?.();
    },
    end() {
      over ??= {};
      wake?.();
    },
    fail(error) {
      over ??= { error };
      wake?.();
    },
    stream: Readable.from(read(), { objectMode: true, highWaterMark: 1 }),
  };
  return queue;
}
