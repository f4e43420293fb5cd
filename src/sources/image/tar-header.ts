import { isUtf8 } from "node:buffer";
import type { FileType } from "../../domain/entries.ts";
import { Failure } from "../../domain/failure.ts";

export type TarType = FileType;

/** Fields of one 512-byte header block (POSIX.1-1988 ustar, GNU and star variants), before extensions are applied. */
export interface TarHeader {
  readonly flag: string;
  readonly name: string;
  readonly linkname: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** GNU sparse (type `S`): size of the file as it was, and whether map blocks follow. */
  readonly sparse?: { readonly realSize: number; readonly extended: boolean };
}

export const blockBytes = 512;

/** Parse a header block; undefined for the zero block that ends an archive. Throws `Failure` (`bad-image`). */
export function parseHeader(block: Buffer, where: string): TarHeader | undefined {
  // Also sums the zero block: only that one has no byte at all.
  let sum = 8 * 32;
  let high = 0;
  for (let at = 0; at < blockBytes; at++) {
    const byte = block[at] ?? 0;
    if (at >= 148 && at < 156) continue;
    sum += byte;
    high += byte >> 7;
  }
  if (sum === 8 * 32 && block.every((byte) => byte === 0)) return undefined;
  const stored = number(block, 148, 8, where, "checksum");
  // Some old writers summed signed bytes.
  if (stored !== sum && stored !== sum - 256 * high) throw badTar(where, "a header's checksum is wrong");

  const name = textField(block, 0, 100);
  const flag = String.fromCharCode(block[156] ?? 0);
  const prefix = block[345] !== 0 && isPosix(block) ? textField(block, 345, isStar(block) ? 131 : 155) : "";
  const header = {
    flag,
    name: prefix === "" ? name : `${prefix}/${name}`,
    linkname: block[157] === 0 ? "" : textField(block, 157, 100),
    mode: number(block, 100, 8, where, "mode") & 0o7777,
    uid: number(block, 108, 8, where, "uid"),
    gid: number(block, 116, 8, where, "gid"),
    size: number(block, 124, 12, where, "size"),
  };
  if (flag !== "S") return header;
  return { ...header, sparse: { realSize: number(block, 483, 12, where, "sparse size"), extended: block[482] !== 0 } };
}

/** `ustar` and a zero; GNU's own magic ends in a space and has no prefix field. */
function isPosix(block: Buffer): boolean {
  return block.toString("latin1", 257, 263) === "ustar\0";
}

function isStar(block: Buffer): boolean {
  return block.toString("latin1", 508, 512) === "tar\0";
}

export function typeOf(flag: string, name: string): TarType {
  switch (flag) {
    case "\0":
    case "0":
    case "7":
      // Before POSIX, a directory was a file whose name ends with a slash.
      return name.endsWith("/") ? "dir" : "file";
    case "1":
      return "hardlink";
    case "2":
      return "symlink";
    case "3":
      return "char";
    case "4":
      return "block";
    case "5":
      return "dir";
    case "6":
      return "fifo";
    case "S":
      return "file";
    default:
      return "other";
  }
}

/**
 * Records of a PAX extended header: `LENGTH KEY=VALUE\n`, LENGTH counts the whole record, the value is any bytes
 * (POSIX.1-2001 pax; Go writes binary extended attributes this way). Throws `Failure` (`bad-image`).
 */
export function parsePax(body: Buffer, where: string): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(32, at);
    const digits = space === -1 || space - at > 10 ? "" : body.toString("latin1", at, space);
    const length = /^[0-9]+$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    const equals = body.indexOf(61, space + 1);
    if (end > body.length || end <= space + 1 || body[end - 1] !== 10 || equals === -1 || equals >= end) {
      throw badTar(where, "an extended header is malformed");
    }
    records.set(decodeName(body.subarray(space + 1, equals)), body.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** A decimal number of a PAX record. Throws `Failure` (`bad-image`). */
export function paxNumber(value: Buffer, where: string, what: string): number {
  const text = value.toString("latin1");
  const parsed = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(parsed)) throw badTar(where, `the extended header's ${what} is not a number`);
  return parsed;
}

/** UTF-8 where it is; other bytes are written as `\xNN`, so that two names never become one. */
export function decodeName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  return bytes.toString("latin1").replace(/[\u0080-\u00ff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
}

export function badTar(where: string, what: string): Failure {
  return new Failure("bad-image", `${where}: ${what}.`, {
    hint: "The archive is damaged or is no tar archive. Make it again with `docker save -o FILE IMAGE`.",
  });
}

/** A zero-terminated text. */
function textField(block: Buffer, start: number, length: number): string {
  let end = start;
  let high = 0;
  for (const stop = start + length; end < stop; end++) {
    const byte = block[end] ?? 0;
    if (byte === 0) break;
    high |= byte;
  }
  return high < 0x80 ? block.toString("latin1", start, end) : decodeName(block.subarray(start, end));
}

/** Octal text between spaces, ended by a zero; or base-256 when the first byte's top bit is set (GNU). */
function number(block: Buffer, start: number, length: number, where: string, what: string): number {
  const first = block[start] ?? 0;
  if (first >= 0x80) return base256(block, start, length, where, what);
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
    } else throw badTar(where, `a header's ${what} is not a number`);
  }
  return value;
}

function base256(block: Buffer, start: number, length: number, where: string, what: string): number {
  const first = block[start] ?? 0;
  let value = first & 0x3f;
  if ((first & 0x40) !== 0) throw badTar(where, `a header's ${what} is negative`);
  for (let at = start + 1; at < start + length; at++) {
    value = value * 256 + (block[at] ?? 0);
    if (value > Number.MAX_SAFE_INTEGER) throw badTar(where, `a header's ${what} is absurdly large`);
  }
  return value;
}
