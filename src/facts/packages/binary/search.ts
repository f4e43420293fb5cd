import type { FileBody } from "../../../domain/image/file-body.ts";
import { bufferOf } from "./header.ts";
import { windowRoom } from "./window-room.ts";

const windowSize = 1024 * 1024;

/**
 * Offsets of all matches of `pattern` in `from`..`to`, in rising order, read in windows of 1 MiB that overlap: memory
 * does not grow with the file.
 */
export function* occurrences(body: FileBody, pattern: Buffer, from = 0, to = body.size): Generator<number> {
  const overlap = pattern.length - 1;
  using room = windowRoom();
  for (let start = from; start + pattern.length <= to;) {
    const window = bufferOf(body.read(start, Math.min(windowSize + overlap, to - start), room.bytes));
    for (let at = window.indexOf(pattern); at !== -1; at = window.indexOf(pattern, at + 1)) yield start + at;
    // A file that ends before its size says so would keep us here forever.
    if (window.length <= overlap) return;
    start += window.length - overlap;
  }
}

/** The text before each match, at most `maxLength` bytes as Latin-1: from the windows, so that a match costs no extra read. */
export function* textsBefore(
  body: FileBody,
  pattern: Buffer,
  maxLength: number,
  from: number,
  to: number,
): Generator<string> {
  const overlap = pattern.length - 1;
  using room = windowRoom();
  for (let start = from; start + pattern.length <= to;) {
    const begin = Math.max(from, start - maxLength);
    const length = Math.min(start - begin + windowSize + overlap, to - begin);
    const window = bufferOf(body.read(begin, length, room.bytes));
    for (let at = window.indexOf(pattern, start - begin); at !== -1; at = window.indexOf(pattern, at + 1))
      yield window.toString("latin1", Math.max(0, at - maxLength), at);
    if (begin + window.length <= start + overlap) return;
    start = begin + window.length - overlap;
  }
}
