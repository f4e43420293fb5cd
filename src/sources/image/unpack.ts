import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { ByteSource } from "./byte-source.ts";
import { streamSource } from "./byte-source.ts";
import { chunkQueue } from "./chunk-queue.ts";
import { magicBytes } from "./compression.ts";
import type { Sink } from "./unpack-sinks.ts";
import { damaged, sinkFor } from "./unpack-sinks.ts";

const queueBytes = 1_048_576;
/** How much is unpacked after an archive's end marker to reach the checksum: tar pads to 10 KiB or so, never to this. */
const maxTrailing = 16 * 1_048_576;

export interface Unpacked {
  /** The unpacked bytes. */
  readonly source: ByteSource;
  /**
   * Call when the archive's end was reached: reads what is left, and throws `Failure` (`bad-image`) when the compressed bytes are damaged
   * at their end, or have another size or digest than they should.
   */
  finish(): Promise<void>;
  /** Ends the input and what unpacks it, read through or not. */
  [Symbol.dispose](): void;
}

interface Expected {
  /** Of the bytes as they come: `sha256:...` or `sha512:...`. */
  readonly digest?: string;
  /** Number of bytes that come. */
  readonly size?: number;
  /** Names the layer in messages. */
  readonly where: string;
}

/**
 * Unpack gzip (of any number of members) or zstd (of any number of frames, skippable ones between them), told by the first bytes; anything
 * else passes as it is. The bytes that come are counted and hashed on the way. Memory stays at a few MiB, whatever the ratio; how
 * much is unpacked is the reader's choice. Owns `input`. Errors of `input` and `Failure`s (`bad-image`) come out of `source`, after all
 * bytes before them. Throws `Failure` when the data is compressed in another way.
 */
export function unpackedSource(input: Readable, expected: Expected): Unpacked {
  const hash = expected.digest === undefined ? undefined : createHash(algorithm(expected.digest, expected.where));
  const queue = chunkQueue(queueBytes);
  let bytes = 0;
  /** Nobody wants more unpacked bytes: what still comes is only counted and hashed. */
  let closed = false;
  let sink: Sink | undefined;

  function take(chunk: Buffer): void {
    bytes += chunk.length;
    if (expected.size !== undefined && bytes > expected.size) {
      throw damaged(expected.where, `it has more than the ${expected.size} bytes that its manifest tells of`);
    }
    hash?.update(chunk);
  }

  async function pump(): Promise<void> {
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const chunk of input as AsyncIterable<Buffer>) {
      take(chunk);
      if (closed) continue;
      if (head === undefined) {
        await sink?.write(chunk);
        continue;
      }
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < magicBytes) continue;
      sink = sinkFor(head, queue, expected.where);
      await sink.write(head);
      head = undefined;
    }
    if (head !== undefined && !closed) {
      sink = sinkFor(head, queue, expected.where);
      await sink.write(head);
    }
    if (!closed) await sink?.end();
  }

  let inputError: { readonly error: unknown } | undefined;
  const pumped = pump().then(
    () => queue.end(),
    (error: unknown) => {
      inputError = { error };
      queue.fail(error);
    },
  );
  const source = streamSource(queue.stream);
  const close = (): void => {
    closed = true;
    sink?.close();
    queue.end();
  };
  // Seen by whoever reads; what comes after that must not end the process.
  input.on("error", () => {});

  return {
    source,
    async finish() {
      await source.skip(maxTrailing);
      close();
      if (hash !== undefined || expected.size !== undefined) {
        await pumped;
        if (inputError !== undefined) throw inputError.error;
        if (expected.size !== undefined && bytes !== expected.size) {
          throw damaged(expected.where, `it has ${bytes} bytes, its manifest tells of ${expected.size}`);
        }
        const found = `${expected.digest?.split(":")[0]}:${hash?.digest("hex")}`;
        if (hash !== undefined && found !== expected.digest) {
          throw damaged(expected.where, `its digest is ${found}, not ${expected.digest}`);
        }
      }
      input.destroy();
    },
    [Symbol.dispose]() {
      close();
      input.destroy();
    },
  };
}

function algorithm(digest: string, where: string): "sha256" | "sha512" {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return "sha256";
  if (/^sha512:[0-9a-f]{128}$/.test(digest)) return "sha512";
  throw damaged(where, `its digest is of no known form: ${digest.slice(0, 100)}`);
}
