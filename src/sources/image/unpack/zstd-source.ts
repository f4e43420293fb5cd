import { createZstdDecompress } from "node:zlib";
import { Failure } from "../../../domain/failure.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import { streamSource } from "../bodies/byte-source.ts";
import type { ChunkQueue } from "./chunk-queue.ts";
import { chunkQueue } from "./chunk-queue.ts";
import { damaged } from "./damaged.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { zstdFrames } from "./zstd-frames.ts";

const chunkBytes = 1_048_576;
const queueBytes = 1_048_576;
const packedPiece = 65_536;

/** Accepts compressed bytes; the decompressed ones go to a queue. */
interface Sink {
  write(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
  /** No more output is needed, so waiting for room is pointless. */
  close(): void;
}

export interface ZstdSource {
  readonly source: ByteSource;
  /** Stops decompression. Resolves when the compressed bytes are no longer read; throws their errors that `source` has not reported. */
  readonly close: () => Promise<void>;
}

/**
 * The content of zstd data with any number of frames, without skippable ones. Node's decompressor works in its own
 * thread, a MiB ahead. Damage is a `Failure` (`bad-image`), after all bytes before it.
 */
export function zstdSource(packed: PackedBytes, origin: string): ZstdSource {
  const queue = chunkQueue(queueBytes);
  const sink = zstdSink(queue, origin);
  let closed = false;
  let trouble: { readonly error: unknown } | undefined;

  async function pump(): Promise<void> {
    while (!closed) {
      // A new buffer each time: the decompressor still reads from the last one.
      const piece = Buffer.allocUnsafe(packedPiece);
      const got = await packed.read(piece);
      if (got === 0) return sink.end();
      if (!closed) await sink.write(piece.subarray(0, got));
    }
  }

  const pumped = pump().then(
    () => queue.end(),
    (error: unknown) => {
      trouble = { error };
      queue.fail(error);
    },
  );
  return {
    source: streamSource(queue.stream),
    async close() {
      closed = true;
      sink.close();
      queue.end();
      await pumped;
      if (trouble !== undefined) throw trouble.error;
    },
  };
}

function zstdSink(queue: ChunkQueue, origin: string): Sink {
  const sink = decompressor(queue, origin);
  const frames = zstdFrames();
  let byteCount = 0;
  return {
    ...sink,
    async write(chunk) {
      try {
        for (const piece of frames.split(chunk)) {
          byteCount += piece.length;
          await sink.write(piece);
        }
      } catch (error) {
        if (error instanceof Failure) throw error;
        // First the content of the frames before it.
        if (byteCount > 0) await sink.end();
        throw damagedZstd(origin, error);
      }
    },
    async end() {
      // Only skippable frames: the content is empty, but the decompressor would report a premature end.
      if (byteCount > 0) await sink.end();
      try {
        frames.end();
      } catch (error) {
        throw damagedZstd(origin, error);
      }
    },
  };
}

/** Waits for the decompressor only when it has enough input, so that its thread works while this one reads archives. */
function decompressor(queue: ChunkQueue, origin: string): Sink {
  const unpack = createZstdDecompress({ chunkSize: chunkBytes });
  let trouble: Failure | undefined;
  let wake: (() => void) | undefined;
  let over = false;
  const settle = (): void => {
    over = true;
    wake?.();
  };
  unpack.on("data", (chunk: Buffer) => {
    queue.put(chunk);
    if (!queue.hasRoom) unpack.pause();
  });
  queue.onRoom = () => void (unpack.isPaused() && unpack.resume());
  unpack.on("drain", () => wake?.());
  unpack.on("end", settle);
  unpack.on("close", settle);
  unpack.on("error", (error) => {
    trouble = damagedZstd(origin, error);
    settle();
  });
  const wait = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await promise;
  };
  const check = (): void => {
    if (trouble !== undefined) throw trouble;
  };
  return {
    async write(chunk) {
      check();
      if (over || unpack.write(chunk)) return;
      await wait();
      check();
    },
    async end() {
      unpack.end();
      while (!over) await wait();
      check();
    },
    close: () => void unpack.destroy(),
  };
}

function damagedZstd(origin: string, error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return damaged(origin, `its zstd data is damaged: ${reason}`, error);
}
