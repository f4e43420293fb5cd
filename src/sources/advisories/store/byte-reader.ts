import { damaged } from "./damaged.ts";

/** Reads what `ByteWriter` wrote. Every read is checked against the end; all throw `Failure` (`bad-advisories`). */
export interface ByteReader {
  /** Offset of the next byte. */
  readonly at: number;
  readonly left: number;
  number(): number;
  /** A number that stands for so many things of at least `each` bytes, which must lie before the end: memory is bounded by the file. */
  count(each?: number): number;
  /** A number below `limit`: an index. */
  index(limit: number): number;
  bytes(length: number): Buffer;
  text(): string;
  /** Fails unless everything was read. */
  end(): void;
  fail(why: string): never;
}

export function byteReader(buffer: Buffer, where: string, from = 0, to = buffer.length): ByteReader {
  let at = from;
  const fail = (why: string): never => {
    throw damaged(where, why);
  };
  if (from < 0 || to > buffer.length || from > to) fail("an offset lies outside of it");
  const reader: ByteReader = {
    get at() {
      return at;
    },
    get left() {
      return to - at;
    },
    number() {
      let value = 0;
      for (let shift = 0; shift < 35; shift += 7) {
        if (at >= to) break;
        const byte = buffer[at++]!;
        if (shift === 28 && byte > 15) return fail("a number is larger than it may be");
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
      return fail("it ends within a number");
    },
    count(each = 1) {
      const value = reader.number();
      return value * each <= to - at ? value : fail("it tells of more things than it has bytes");
    },
    index(limit) {
      const value = reader.number();
      return value < limit ? value : fail("an index lies outside of its list");
    },
    bytes(length) {
      if (length > to - at) fail("it ends within a text");
      at += length;
      return buffer.subarray(at - length, at);
    },
    text() {
      return reader.bytes(reader.number()).toString("utf8");
    },
    end() {
      if (at !== to) fail("bytes follow its end");
    },
    fail,
  };
  return reader;
}
