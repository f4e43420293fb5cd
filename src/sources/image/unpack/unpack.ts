import { Failure } from "../../../domain/failure.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import type { Expected } from "./checked-bytes.ts";
import { checkedBytes } from "./checked-bytes.ts";
import { compressionOf, magicBytes } from "./compression.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { withHead } from "./packed-bytes.ts";

/** Maximum bytes that are unpacked after an archive's end marker to reach the checksum: tar pads to about 10 KiB. */
const maxTrailing = 16 * 1_048_576;

export interface Unpacked {
  /** The unpacked bytes. */
  readonly source: ByteSource;
  /**
   * Call at the archive's end: reads the remaining bytes, and throws `Failure` (`bad-image`) if the compressed bytes
   * are damaged at their end, or have an unexpected size or digest.
   */
  finish(): Promise<void>;
  /** Closes the input and the decoder, whether or not they were read completely. */
  [Symbol.dispose](): void;
}

/** `close`: stops decompression, and resolves when the compressed bytes are no longer read. */
type Unpacking = Pick<Unpacked, "source"> & { readonly close: () => Promise<void> };

/**
 * Decompresses gzip (any number of members) or zstd (any number of frames, with skippable ones between them),
 * detected from the first bytes; other data passes unchanged. The compressed bytes are counted and hashed. Memory use
 * is a few MiB for any ratio; the reader controls how much is unpacked. Owns `packed`. `source` throws errors of
 * `packed` and `Failure`s (`bad-image`) after all bytes before them. Throws `Failure` for another compression, and
 * errors of the first bytes.
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
        // No one waits for its end any more.
        close().catch(() => {});
        packed[Symbol.dispose]();
      },
    };
  } catch (error) {
    packed[Symbol.dispose]();
    throw error;
  }
}

/** Enough to detect the compression, fewer only at the end. */
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
