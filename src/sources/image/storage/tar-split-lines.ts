import type { Readable } from "node:stream";
import { Failure } from "../../../domain/failure.ts";

/**
 * A run of archive bytes other than file content, or a file whose content is stored under this name. The bytes are
 * valid until the next but one segment: their buffers are reused.
 */
export type TarSplitSegment =
  | { readonly kind: "raw"; readonly bytes: Buffer }
  | { readonly kind: "file"; readonly name: Buffer; readonly size: number };

/** Returns the segments in order, undefined at the end; synchronously if a whole line is available. */
export type TarSplitLines = () => TarSplitSegment | undefined | Promise<TarSplitSegment | undefined>;

/** A header and all extended attributes of one file (1 MiB) in base64, with a margin. */
const maxLine = 8 * 1_048_576;
const newline = 10;
const quote = 34;
/** Bytes of `{"type":2,"payload":"`. */
const rawStart = 21;

/**
 * Lines of tar-split's metadata, decompressed (github.com/vbatts/tar-split, tar/storage: one JSON object per line;
 * `type` 1 is a file with `name`, or `name_raw` in base64 if that is not UTF-8, and `size`; `type` 2 has raw bytes in
 * base64). Memory use is that of a line. Throws `Failure` (`bad-image`).
 */
export function tarSplitLines(stream: Readable, origin: string): TarSplitLines {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const decode = decoder();
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;

  async function refill(): Promise<TarSplitSegment | undefined> {
    const pieces = [chunk.subarray(at)];
    let length = pieces[0]?.length ?? 0;
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) break;
      pieces.push(next.value);
      length += next.value.length;
      if (next.value.includes(newline)) break;
      if (length > maxLine) throw badTarSplit(origin, `a line has more than ${maxLine} bytes`);
    }
    chunk = Buffer.concat(pieces, length);
    at = 0;
    if (length === 0) return undefined;
    // The last line may lack its line feed.
    if (!chunk.includes(newline)) chunk = Buffer.concat([chunk, Buffer.from("\n")]);
    return next();
  }

  function next(): TarSplitSegment | undefined | Promise<TarSplitSegment | undefined> {
    for (;;) {
      const end = chunk.indexOf(newline, at);
      if (end === -1) return refill();
      const start = at;
      at = end + 1;
      if (end === start) continue;
      const segment = parseLine(chunk, start, end, decode, origin);
      if (segment !== undefined) return segment;
    }
  }
  return next;
}

/** Decodes base64 into two alternating buffers: one for each of 100,000 headers would keep the collector busy. */
function decoder(): (text: string) => Buffer {
  let buffer = Buffer.allocUnsafe(8_192);
  let spareBuffer = Buffer.allocUnsafe(8_192);
  return (text) => {
    const needed = Math.ceil((text.length * 3) / 4);
    if (needed > buffer.length) return Buffer.from(text, "base64");
    const bytes = buffer.subarray(0, buffer.write(text, "base64"));
    // An empty segment is skipped at once, and must not overwrite the previous one's bytes.
    if (bytes.length > 0) [buffer, spareBuffer] = [spareBuffer, buffer];
    return bytes;
  };
}

/** Nine tenths of the bytes are raw headers in this exact form, and JSON.parse would scan each of them. */
function parseLine(
  chunk: Buffer,
  start: number,
  end: number,
  decode: (text: string) => Buffer,
  origin: string,
): TarSplitSegment | undefined {
  const payload = start + rawStart;
  // `2`, `pa` and a quote at their positions: no other line has them there.
  const isRaw = chunk[start + 8] === 50 && chunk[start + 11] === 112 && chunk[start + 12] === 97;
  if (isRaw && payload < end && chunk[payload - 1] === quote) {
    const close = chunk.indexOf(quote, payload);
    return { kind: "raw", bytes: decode(chunk.toString("latin1", payload, Math.min(close, end))) };
  }
  let line: unknown;
  try {
    line = JSON.parse(chunk.toString("utf8", start, end));
  } catch {
    throw badTarSplit(origin, "a line is not JSON");
  }
  if (typeof line !== "object" || line === null || !("type" in line)) throw badTarSplit(origin, "a line has no type");
  if (line.type === 2) {
    const text = "payload" in line ? line.payload : undefined;
    if (typeof text !== "string") throw badTarSplit(origin, "a segment has no bytes");
    return { kind: "raw", bytes: Buffer.from(text, "base64") };
  }
  if (line.type !== 1) throw badTarSplit(origin, "a line is of a type that is not known");
  const size = "size" in line ? line.size : 0;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw badTarSplit(origin, "a file's size is not a size");
  }
  if (size === 0) return undefined;
  const name = "name" in line && typeof line.name === "string" ? Buffer.from(line.name) : undefined;
  const rawName = "name_raw" in line && typeof line.name_raw === "string" ? line.name_raw : undefined;
  if (name === undefined && rawName === undefined) throw badTarSplit(origin, "a file has no name");
  return {
    kind: "file",
    size,
    name: rawName === undefined ? (name ?? Buffer.alloc(0)) : Buffer.from(rawName, "base64"),
  };
}

export function badTarSplit(origin: string, problem: string): Failure {
  return new Failure("bad-image", `${origin}: in the engine's own record of it ${problem}.`, {
    hint: "The engine's storage is damaged: remove the image and pull or build it again.",
  });
}
