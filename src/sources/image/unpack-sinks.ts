import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { Failure } from "../../domain/failure.ts";
import type { ChunkQueue } from "./chunk-queue.ts";
import { compressionOf } from "./compression.ts";
import { zstdFrames } from "./zstd-frames.ts";

const chunkSize = 1_048_576;

/** Takes packed bytes; the unpacked ones go to a queue. */
export interface Sink {
  write(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
  /** No more output is wanted; whoever waits for room need not. */
  close(): void;
}

/** By the first bytes. Throws `Failure` (`bad-image`) when the compression is none of those that layers have. */
export function sinkFor(head: Buffer, queue: ChunkQueue, where: string): Sink {
  const packed = compressionOf(head);
  if (packed === "gzip") return zlibSink("gzip", createGunzip({ chunkSize }), queue, where);
  if (packed === "zstd") return zstdSink(queue, where);
  if (packed === undefined) return plainSink(queue);
  throw new Failure("bad-image", `${where} is compressed with ${packed}, which image layers are not.`, {
    hint: "Build or push the image again with gzip or zstd layers.",
  });
}

function plainSink(queue: ChunkQueue): Sink {
  let resume: (() => void) | undefined;
  let open = true;
  queue.onRoom = () => resume?.();
  return {
    async write(chunk) {
      queue.put(chunk);
      if (queue.hasRoom || !open) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      resume = resolve;
      await promise;
    },
    async end() {},
    close() {
      open = false;
      resume?.();
    },
  };
}

function zstdSink(queue: ChunkQueue, where: string): Sink {
  const sink = zlibSink("zstd", createZstdDecompress({ chunkSize }), queue, where);
  const frames = zstdFrames();
  const checked = (error: unknown): Failure => damaged(where, `its zstd data is damaged: ${messageOf(error)}`, error);
  let written = 0;
  return {
    ...sink,
    async write(chunk) {
      try {
        for (const piece of frames.split(chunk)) {
          written += piece.length;
          await sink.write(piece);
        }
      } catch (error) {
        if (error instanceof Failure) throw error;
        // First what the frames before it hold.
        if (written > 0) await sink.end();
        throw checked(error);
      }
    },
    async end() {
      // Skippable frames alone are nothing, which the decompressor takes for an end that came too early.
      if (written > 0) await sink.end();
      try {
        frames.end();
      } catch (error) {
        throw checked(error);
      }
    },
  };
}

/** Waits for the decompressor only when it has enough to do, so that it works in its thread while this one reads archives. */
function zlibSink(kind: "gzip" | "zstd", unpack: Transform, queue: ChunkQueue, where: string): Sink {
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
    trouble = damaged(where, `its ${kind} data is damaged: ${error.message}`, error);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function damaged(where: string, why: string, cause?: unknown): Failure {
  return new Failure("bad-image", `${where}: ${why}.`, {
    hint: "Fetch or make the image again; if it stays so, it was damaged where it came from.",
    ...(cause === undefined ? {} : { cause }),
  });
}
