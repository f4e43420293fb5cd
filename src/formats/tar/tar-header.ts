import type { FileType } from "../../domain/image/entries.ts";
import { Failure } from "../../domain/failure.ts";
import { decodeName } from "../decode-name.ts";

export type TarType = FileType;

/**
 * Fields of one 512-byte header block (POSIX.1-1988 ustar, GNU and star variants), before extensions are applied. One object is filled for all
 * headers of an archive; names are read from the block by those who need them.
 */
export interface TarHeader {
  /** Byte 156. */
  flag: number;
  mode: number;
  uid: number;
  gid: number;
  size: number;
}

export const blockBytes = 512;

export const newHeader = (): TarHeader => ({ flag: 0, mode: 0, uid: 0, gid: 0, size: 0 });

/** Reads the block at `at`; false for the zero block that ends an archive. Throws `Failure` (`bad-image`). */
export function readHeader(header: TarHeader, block: Buffer, at: number, location: () => string): boolean {
  const sum = sumOf(block, at);
  if (sum === 8 * 32 && isZero(block, at)) return false;
  const stored = number(block, at + 148, 8, location, "checksum");
  // Some old writers summed signed bytes.
  if (stored !== sum && stored !== sum - 256 * highBytes(block, at))
    throw badTar(location(), "a header's checksum is wrong");
  header.flag = block[at + 156] ?? 0;
  header.mode = number(block, at + 100, 8, location, "mode") & 0o7777;
  header.uid = number(block, at + 108, 8, location, "uid");
  header.gid = number(block, at + 116, 8, location, "gid");
  header.size = number(block, at + 124, 12, location, "size");
  return true;
}

/** All bytes together, those of the checksum itself as blanks. */
function sumOf(block: Buffer, at: number): number {
  // Four bytes at a time, in two pairs of 16 bits.
  const words = wordsOf(block);
  const offset = block.byteOffset + at;
  if ((offset & 3) !== 0) return slowSum(block, at);
  let even = 0;
  let odd = 0;
  for (let word = offset >> 2, end = word + blockBytes / 4; word < end; word += 4) {
    const a = words[word] ?? 0;
    const b = words[word + 1] ?? 0;
    const c = words[word + 2] ?? 0;
    const d = words[word + 3] ?? 0;
    // Most of a header is empty.
    if ((a | b | c | d) === 0) continue;
    even += (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
    odd += ((a >>> 8) & 0xff00ff) + ((b >>> 8) & 0xff00ff) + ((c >>> 8) & 0xff00ff) + ((d >>> 8) & 0xff00ff);
  }
  let sum = 8 * 32 + (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
  for (let index = at + 148; index < at + 156; index++) sum -= block[index] ?? 0;
  return sum;
}

let lastWords = new Int32Array(0);

/** The memory of a buffer, cached for repeated calls. */
function wordsOf({ buffer }: Buffer): Int32Array {
  if (lastWords.buffer !== buffer) lastWords = new Int32Array(buffer as ArrayBuffer, 0, buffer.byteLength >> 2);
  return lastWords;
}

function slowSum(block: Buffer, at: number): number {
  let sum = 8 * 32;
  for (let index = 0; index < blockBytes; index++) if (index < 148 || index >= 156) sum += block[at + index] ?? 0;
  return sum;
}

function highBytes(block: Buffer, at: number): number {
  let high = 0;
  for (let index = 0; index < blockBytes; index++) {
    if (index < 148 || index >= 156) high += (block[at + index] ?? 0) >> 7;
  }
  return high;
}

function isZero(block: Buffer, at: number): boolean {
  for (let end = at + blockBytes; at < end; at++) if (block[at] !== 0) return false;
  return true;
}

/** GNU sparse (type `S`): size of the file as it was, and whether map blocks follow. Throws `Failure` (`bad-image`). */
export function readSparse(block: Buffer, at: number, location: () => string): { realSize: number; extended: boolean } {
  return { realSize: number(block, at + 483, 12, location, "sparse size"), extended: block[at + 482] !== 0 };
}

/** `S`: a sparse file in GNU's old form. */
export const sparseFlag = 0x53;

const types = new Map<number, TarType>(
  (
    [
      ["1", "hardlink"],
      ["2", "symlink"],
      ["3", "char"],
      ["4", "block"],
      ["5", "dir"],
      ["6", "fifo"],
      ["S", "file"],
    ] as const
  ).map(([flag, type]) => [flag.charCodeAt(0), type]),
);

/** `slashed`: the name ends with a slash. */
export function typeOf(flag: number, slashed: boolean): TarType {
  // `0`, and in old archives a zero, and `7` of those that had contiguous files. Before POSIX, a directory was a file whose name ends with a slash.
  if (flag === 0x30 || flag === 0 || flag === 0x37) return slashed ? "dir" : "file";
  return types.get(flag) ?? "other";
}

/**
 * Records of a PAX extended header: `LENGTH KEY=VALUE\n`, LENGTH counts the whole record, the value is any bytes
 * (POSIX.1-2001 pax; Go writes binary extended attributes this way). Throws `Failure` (`bad-image`).
 */
export function parsePax(body: Buffer, location: string): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < body.length;) {
    // The shortest record is `5 k=\n`; a length that ends before its own blank would never advance.
    const space = body.indexOf(32, at);
    const digits = space === -1 || space - at > 10 ? "" : body.toString("latin1", at, space);
    const end = /^[0-9]+$/.test(digits) ? at + Number(digits) : 0;
    const equals = space === -1 ? -1 : body.indexOf(61, space + 1);
    if (end > body.length || end <= space + 1 || end <= at || body[end - 1] !== 10 || equals === -1 || equals >= end) {
      throw badTar(location, "an extended header is malformed");
    }
    records.set(decodeName(body.subarray(space + 1, equals)), body.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** A decimal number of a PAX record. Throws `Failure` (`bad-image`). */
export function paxNumber(value: Buffer, location: string, fieldName: string): number {
  const text = value.toString("latin1");
  const parsed = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(parsed)) throw badTar(location, `the extended header's ${fieldName} is not a number`);
  return parsed;
}

export function badTar(location: string, problem: string): Failure {
  return new Failure("bad-image", `${location}: ${problem}.`, {
    hint: "The archive is damaged or is not a tar archive. Make it again with `docker save -o FILE IMAGE`.",
  });
}

/** Octal text between spaces, ended by a zero; or base-256 when the first byte's top bit is set (GNU). */
function number(block: Buffer, start: number, length: number, location: () => string, fieldName: string): number {
  // Nearly always digits up to a zero or a blank before the field's last byte.
  let value = 0;
  for (let at = start, end = start + length; at < end; at++) {
    const byte = block[at] ?? 0;
    if (byte >= 48 && byte < 56) value = value * 8 + byte - 48;
    else if (byte === 0 && at > start) return value;
    else break;
  }
  return oddNumber(block, start, length, location, fieldName);
}

function oddNumber(block: Buffer, start: number, length: number, location: () => string, fieldName: string): number {
  if ((block[start] ?? 0) >= 0x80) return base256(block, start, length, location, fieldName);
  let value = 0;
  let state: "before" | "digits" | "after" = "before";
  for (let at = start; at < start + length; at++) {
    const byte = block[at] ?? 0;
    if (byte === 0) break;
    if (byte === 32) {
      if (state === "digits") state = "after";
    } else if (byte >= 48 && byte < 56 && state !== "after") {
      state = "digits";
      value = value * 8 + byte - 48;
    } else throw badTar(location(), `a header's ${fieldName} is not a number`);
  }
  return value;
}

function base256(block: Buffer, start: number, length: number, location: () => string, fieldName: string): number {
  const first = block[start] ?? 0;
  let value = first & 0x3f;
  if ((first & 0x40) !== 0) throw badTar(location(), `a header's ${fieldName} is negative`);
  for (let at = start + 1; at < start + length; at++) {
    value = value * 256 + (block[at] ?? 0);
    if (value > Number.MAX_SAFE_INTEGER) throw badTar(location(), `a header's ${fieldName} is absurdly large`);
  }
  return value;
}
