import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Section } from "../binary/sections.ts";
import { bufferOf } from "../binary/header.ts";
import { windowRoom } from "../binary/window-room.ts";

/** Longest text that is reported. */
const longest = 80;
const windowSize = 1024 * 1024;
/** The largest programs keep some 40 MB of constants; a hostile one says that it is nothing else. */
const mostBytes = 128 * 1024 * 1024;

/** Texts of 3 to 80 ASCII characters with a digit, that end with a zero and follow a non-text byte. Read in windows of 1 MiB. */
export function* loneTexts(body: FileBody, parts: readonly Section[]): Generator<string> {
  let budget = mostBytes;
  using room = windowRoom();
  for (const { offset, size } of parts) {
    const end = offset + Math.min(size, budget);
    budget -= size;
    for (let start = offset; start < end;) {
      const window = bufferOf(body.read(start, Math.min(windowSize + longest, end - start), room.bytes));
      yield* textsOf(window, start === offset);
      if (window.length <= longest) break;
      start += window.length - longest;
    }
    if (budget <= 0) return;
  }
}

function* textsOf(window: Buffer, isFirst: boolean): Generator<string> {
  // A text that began in the previous window is reported there, since the windows overlap.
  for (let zero = window.indexOf(0, isFirst ? 0 : 1); zero !== -1; zero = window.indexOf(0, zero + 1)) {
    if (!isText(window[zero - 1])) continue;
    let from = zero - 1;
    let digits = 0;
    while (from >= 0 && zero - from <= longest + 1 && isText(window[from])) {
      const byte = window[from--] ?? 0;
      if (byte >= 48 && byte <= 57) digits++;
    }
    const length = zero - from - 1;
    if (digits > 0 && length >= 3 && length <= longest && (from >= 0 || isFirst))
      yield window.toString("latin1", from + 1, zero);
  }
}

function isText(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 32 && byte <= 126;
}
