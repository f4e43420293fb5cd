import type { FileBody } from "../../../domain/image/file-body.ts";
import { bufferOf, headerOf, readWhole } from "../binary/header.ts";
import type { Budget } from "./budget.ts";
import { spend } from "./budget.ts";

/** One row of the central directory. Nothing in it is true until the content was read. */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0 is stored, 8 is deflate. */
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  /** CRC-32 of its content. */
  readonly crc: number;
  /** Offset of its local header in the file. */
  readonly headerAt: number;
}

const endSignature = 0x06054b50;
const endSize = 22;
const longestComment = 0xffff;
const end64Signature = 0x06064b50;
const end64Size = 56;
const locatorSignature = 0x07064b50;
const locatorSize = 20;
const rowSignature = 0x02014b50;
const rowSize = 46;
/** The longest row has three parts of 65,535 bytes. */
const windowSize = 256 * 1024;

/**
 * Entries of a ZIP file, in the order of its central directory (PKWARE APPNOTE.TXT 4.3 to 4.5), ZIP64 too. Bytes before the
 * archive (the start script of an executable jar) are allowed, whether its offsets count them or not. Throws `Error` with the reason
 * where the directory is damaged, after what came before it.
 */
export function* zipEntries(body: FileBody, budget: Budget): Generator<ZipEntry> {
  const { base, start, end } = locate(body);
  let window: Buffer = Buffer.alloc(0);
  let windowAt = start;
  for (let at = start; at < end;) {
    if (at + rowSize > end) throw new Error("its directory ends in the middle of an entry");
    let offset = at - windowAt;
    if (offset + rowSize > window.length || offset + rowLength(window, offset) > window.length) {
      window = bufferOf(body.read(at, Math.min(windowSize, end - at)));
      windowAt = at;
      offset = 0;
      spend(budget, "bytes", window.length);
    }
    if (window.length < offset + rowSize || window.readUInt32LE(offset) !== rowSignature) {
      throw new Error("its directory is damaged");
    }
    const length = rowLength(window, offset);
    if (offset + length > window.length) throw new Error("its directory ends in the middle of an entry");
    spend(budget, "entries");
    yield entryOf(window.subarray(offset, offset + length), base);
    at += length;
  }
}

function rowLength(window: Buffer, at: number): number {
  return rowSize + window.readUInt16LE(at + 28) + window.readUInt16LE(at + 30) + window.readUInt16LE(at + 32);
}

function entryOf(row: Buffer, base: number): ZipEntry {
  const nameEnd = rowSize + row.readUInt16LE(28);
  const sizes = { size: row.readUInt32LE(24), compressedSize: row.readUInt32LE(20), offset: row.readUInt32LE(42) };
  if (sizes.size === 0xffffffff || sizes.compressedSize === 0xffffffff || sizes.offset === 0xffffffff) {
    longNumbers(row.subarray(nameEnd, nameEnd + row.readUInt16LE(30)), sizes);
  }
  return {
    name: row.toString("utf8", rowSize, nameEnd),
    encrypted: (row.readUInt16LE(8) & 1) !== 0,
    method: row.readUInt16LE(10),
    compressedSize: sizes.compressedSize,
    size: sizes.size,
    crc: row.readUInt32LE(16),
    headerAt: base + sizes.offset,
  };
}

/** ZIP64 (APPNOTE 4.5.3): an extra field has 8 bytes for each number that did not fit, in this order. */
function longNumbers(extra: Buffer, sizes: { size: number; compressedSize: number; offset: number }): void {
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const numbers = headerOf(extra, false);
      let next = at + 4;
      for (const key of ["size", "compressedSize", "offset"] as const) {
        if (sizes[key] !== 0xffffffff || next + 8 > Math.min(end, extra.length)) continue;
        sizes[key] = numbers.word(next, 8);
        next += 8;
      }
      return;
    }
    at = end;
  }
}

/** Location of the directory, and the number of bytes before the archive. */
function locate(body: FileBody): { readonly base: number; readonly start: number; readonly end: number } {
  const endAt = findEnd(body);
  const record = endAt === undefined ? undefined : readWhole(body, endAt, endSize);
  if (endAt === undefined || record === undefined) throw new Error("it has no ZIP directory");
  let end = endAt;
  let size = record.readUInt32LE(12);
  let offset = record.readUInt32LE(16);
  const long = size === 0xffffffff || offset === 0xffffffff || record.readUInt16LE(10) === 0xffff;
  const end64 = long ? readEnd64(body, endAt) : undefined;
  if (end64 !== undefined) {
    end = end64.at;
    size = end64.record.word(40, 8);
    offset = end64.record.word(48, 8);
  }
  // The directory ends where its end record begins; the difference to its declared offset is the data before the archive.
  const start = end - size;
  const base = start - offset;
  if (base >= 0 && (size === 0 || hasRow(body, start))) return { base, start, end };
  if (offset + size <= end && hasRow(body, offset)) return { base: 0, start: offset, end: offset + size };
  throw new Error("its ZIP directory lies outside of the file");
}

function hasRow(body: FileBody, at: number): boolean {
  return readWhole(body, at, 4)?.readUInt32LE(0) === rowSignature;
}

/** A comment of up to 65,535 bytes may follow the end record. The last one that fits is the real one. */
function findEnd(body: FileBody): number | undefined {
  for (const reach of [endSize + 1024, endSize + longestComment]) {
    const from = Math.max(0, body.size - reach);
    const tail = bufferOf(body.read(from, body.size - from));
    for (let at = tail.length - endSize; at >= 0; at--) {
      if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== endSignature) continue;
      if (at + endSize + tail.readUInt16LE(at + 20) <= tail.length) return from + at;
    }
    if (from === 0) return undefined;
  }
  return undefined;
}

function readEnd64(body: FileBody, endAt: number) {
  const locator = readWhole(body, endAt - locatorSize, locatorSize);
  if (locator === undefined || locator.readUInt32LE(0) !== locatorSignature) return undefined;
  // By the locator's word, or right before it where bytes before the archive are not counted.
  for (const at of [headerOf(locator, false).word(8, 8), endAt - locatorSize - end64Size]) {
    const record = readWhole(body, at, end64Size);
    if (record?.readUInt32LE(0) === end64Signature) return { at, record: headerOf(record, false) };
  }
  return undefined;
}
