import { Failure } from "../../../domain/failure.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import type { Expected } from "./checked-bytes.ts";
import { checkedBytes } from "./checked-bytes.ts";
import { compressionOf, magicBytes } from "./compression.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { withHead } from "./packed-bytes.ts";

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

/** `close`: unpack no more, and resolve when the packed bytes are no longer read. */
type Unpacking = Pick<Unpacked, "source"> & { readonly close: () => Promise<void> };

/**
 * Unpack gzip (of any number of members) or zstd (of any number of frames, skippable ones between them), told by the first bytes; anything
 * else passes as it is. The bytes that come are counted and hashed on the way. Memory stays at a few MiB, whatever the ratio; how
 * much is unpacked is the reader's choice. Owns `packed`. Errors of `packed` and `Failure`s (`bad-image`) come out of `source`, after all
 * bytes before them. Throws `Failure` when the data is compressed in another way, and errors of the first bytes.
 */
export async function unpackedSource(packed: PackedBytes, expected: Expected): Promise<Unpacked> {
  try {
    const checked = checkedBytes(packed, expected);
    const head = await readHead(checked);
    const { source, close } = await unpack(head, withHead(head, checked), expected.where);
    return {
      source,
      async finish() {
        await source.skip(maxTrailing);
        await close();
        await checked.finish();
        packed[Symbol.dispose]();
      },
      [Symbol.dispose]() {
        // No one asks any more how it ended.
        close().catch(() => {});
        packed[Symbol.dispose]();
      },
    };
  } catch (error) {
    packed[Symbol.dispose]();
    throw error;
  }
}

/** Enough to tell the compression, fewer only at the end. */
async function readHead(packed: PackedBytes): Promise<Buffer> {
  const head = Buffer.alloc(magicBytes);
  let filled = 0;
  while (filled < magicBytes) {
    const got = await packed.read(head.subarray(filled));
    if (got === 0) break;
    filled += got;
  }
  return head.subarray(0, filled);
}

async function unpack(head: Buffer, packed: PackedBytes, origin: string): Promise<Unpacking> {
  const compression = compressionOf(head);
  switch (compression) {
    case "gzip": {
      const source = (await import("./gunzip-source.ts")).gunzipSource(packed, origin);
      return { source, close: async () => source[Symbol.dispose]() };
    }
    case "zstd":
      return (await import("./zstd-source.ts")).zstdSource(packed, origin);
    case undefined:
      return { source: (await import("./plain-source.ts")).plainSource(packed), close: async () => {} };
    default:
      throw new Failure("bad-image", `${origin} is compressed with ${compression}, which image layers are not.`, {
        hint: "Build or push the image again with gzip or zstd layers.",
      });
  }
}
