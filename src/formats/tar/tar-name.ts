import type { PathBytes } from "./path-bytes.ts";
import { decodeName } from "../decode-name.ts";

const slash = 47;
const dot = 46;
const nameBytes = 100;
const prefixAt = 345;

/** `folder`: with a slash at its end, which is not taken. */
export type NameForm = "plain" | "folder" | "odd";

/**
 * Takes the name of the header at `start` into `path`. `odd`, and nothing taken, when it has other bytes than ASCII, empty parts, or parts `.` but
 * for a leading `./`; `readName` reads those.
 */
export function readPlainName(path: PathBytes, block: Buffer, start: number): NameForm {
  const { bytes } = path;
  const prefix = prefixBytes(block, start);
  let inPrefix = prefix > 0;
  let at = inPrefix ? start + prefixAt : start;
  let stop = at + (inPrefix ? prefix : nameBytes);
  let length = 0;
  let last = -1;
  if (block[at] === dot && block[at + 1] === slash) at += 2;
  for (; ; at++) {
    let byte = at < stop ? (block[at] ?? 0) : 0;
    if (byte === 0) {
      if (!inPrefix) break;
      inPrefix = false;
      byte = slash;
      at = start - 1;
      stop = start + nameBytes;
    }
    if (byte >= 0x80) return "odd";
    if (byte === slash) {
      if (!endsPlainly(bytes, last, length)) return "odd";
      last = length;
    }
    bytes[length++] = byte;
  }
  if (length === 0) return "odd";
  const isFolder = last === length - 1;
  if (isFolder) {
    length--;
    for (last--; last >= 0 && bytes[last] !== slash;) last--;
  } else if (!endsPlainly(bytes, last, length)) return "odd";
  path.length = length;
  path.slash = last;
  return isFolder ? "folder" : "plain";
}

/** Whether the part after the last slash is neither empty nor a dot. */
function endsPlainly(bytes: Uint8Array, last: number, length: number): boolean {
  return length > last + 2 || (length === last + 2 && bytes[last + 1] !== dot);
}

/** Any name: UTF-8 where it is, see `decodeName`. */
export function readName(block: Buffer, start: number): string {
  const name = textField(block, start, nameBytes);
  const prefix = textField(block, start + prefixAt, prefixBytes(block, start));
  return prefix === "" ? name : `${prefix}/${name}`;
}

export function readLinkName(block: Buffer, start: number): string {
  return textField(block, start + 157, nameBytes);
}

/** Bytes that the prefix field has in this variant of the format; 0 when it is empty. */
function prefixBytes(block: Buffer, start: number): number {
  if (block[start + prefixAt] === 0 || !isPosix(block, start)) return 0;
  return isStar(block, start) ? 131 : 155;
}

/** `ustar` and a zero; GNU's own magic ends in a space and has no prefix field. */
function isPosix(block: Buffer, start: number): boolean {
  return block.toString("latin1", start + 257, start + 263) === "ustar\0";
}

function isStar(block: Buffer, start: number): boolean {
  return block.toString("latin1", start + 508, start + 512) === "tar\0";
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
