import type { FileBody } from "../../../domain/image/file-body.ts";

/** Numbers out of the bytes of a header. */
export interface Header {
  readonly bytes: Buffer;
  u16(at: number): number;
  u32(at: number): number;
  /** 4 or 8 bytes. Numbers of 2^53 and more come out as Infinity: larger than every file, so they fail every bounds check. */
  word(at: number, size: 4 | 8): number;
}

/** A view on the bytes, no copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `length` bytes from `offset`, or undefined when not all of them are there. */
export function readWhole(body: FileBody, offset: number, length: number): Buffer | undefined {
  if (!(offset >= 0 && length >= 0 && offset + length <= body.size)) return undefined;
  const bytes = body.read(offset, length);
  return bytes.length === length ? bufferOf(bytes) : undefined;
}

/** Numbers of either byte order in bytes of a known length: asking beyond them is a bug, and throws. */
export function headerOf(bytes: Buffer, bigEndian: boolean): Header {
  const u32 = (at: number) => (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  return {
    bytes,
    u16: (at) => (bigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at)),
    u32,
    word(at, size) {
      if (size === 4) return u32(at);
      const high = u32(bigEndian ? at : at + 4);
      const low = u32(bigEndian ? at + 4 : at);
      return high < 0x20_0000 ? high * 0x1_0000_0000 + low : Number.POSITIVE_INFINITY;
    },
  };
}

/** The text up to the first NUL, at most 64 bytes: no name that we look for is longer. */
export function nameAt(table: Buffer, at: number): string {
  if (at >= table.length) return "";
  const window = table.subarray(at, at + 64);
  const end = window.indexOf(0);
  return window.toString("latin1", 0, end === -1 ? window.length : end);
}
