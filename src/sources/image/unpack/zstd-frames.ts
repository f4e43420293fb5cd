import { isSkippableMagic, zstdMagic } from "./compression.ts";

export interface ZstdFrames {
  /** Chunks of the data so far, none of which crosses the end of a frame; skippable frames are omitted. */
  split(chunk: Buffer): Generator<Buffer>;
  /** Throws `Error` if the data must not end here. */
  end(): void;
}

/**
 * Finds the ends of zstd frames from their headers and those of their blocks (RFC 8878, sections 3.1.1 and 3.1.2).
 * Node's decompressor takes a write with the end of one frame and the start of the next as the end of all data, and
 * silently drops the rest; zstd:chunked layers have a frame per file, and parallel compressors create several too.
 */
export function zstdFrames(): ZstdFrames {
  let buffer: Buffer = Buffer.alloc(0);
  let next: "frame" | "block" | "checksum" = "frame";
  /** Bytes until the next header. */
  let skip = 0;
  let hasChecksum = false;
  let lastBlock = false;
  let dropping = false;

  return {
    *split(chunk) {
      const bytes = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
      let from = 0;
      let at = 0;
      for (;;) {
        const step = Math.min(skip, bytes.length - at);
        at += step;
        skip -= step;
        if (skip > 0) break;
        if (dropping) {
          dropping = false;
          from = at;
        }
        if (next === "frame") {
          // All bytes of the last frame are scanned: pass them on.
          if (at > from) yield bytes.subarray(from, at);
          from = at;
          const header = frameHeader(bytes, at);
          if (header === undefined) break;
          skip = header.length;
          if (header.skippable) dropping = true;
          else {
            hasChecksum = header.checksum;
            next = "block";
          }
        } else if (next === "block") {
          if (bytes.length - at < 3) break;
          const block = bytes.readUIntLE(at, 3);
          const type = (block >>> 1) & 3;
          if (type === 3) throw new Error("a zstd block has the reserved type");
          lastBlock = (block & 1) === 1;
          // A run of one byte stores that byte only.
          skip = 3 + (type === 1 ? 1 : block >>> 3);
          if (lastBlock) next = "checksum";
        } else {
          if (hasChecksum) skip = 4;
          next = "frame";
        }
      }
      if (!dropping && next !== "frame" && at > from) yield bytes.subarray(from, at);
      else if (!dropping && next === "frame" && skip > 0 && at > from) yield bytes.subarray(from, at);
      buffer = Buffer.from(bytes.subarray(at));
    },
    end() {
      if (next !== "frame" || skip > 0 || buffer.length > 0) throw new Error("unexpected end of file");
    },
  };
}

/** Undefined: more bytes are needed. */
function frameHeader(
  bytes: Buffer,
  at: number,
): { readonly length: number; readonly skippable: boolean; readonly checksum: boolean } | undefined {
  if (bytes.length - at < 4) return undefined;
  const magic = bytes.readUInt32LE(at);
  if (isSkippableMagic(magic)) {
    if (bytes.length - at < 8) return undefined;
    return { length: 8 + bytes.readUInt32LE(at + 4), skippable: true, checksum: false };
  }
  if (magic !== zstdMagic) throw new Error("what follows a zstd frame is not one");
  const descriptor = bytes[at + 4];
  if (descriptor === undefined) return undefined;
  const single = (descriptor & 0x20) !== 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const length = 5 + (single ? 0 : 1) + dictionary + contentSize;
  return bytes.length - at < length ? undefined : { length, skippable: false, checksum: (descriptor & 4) !== 0 };
}
