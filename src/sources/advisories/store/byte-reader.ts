import { damaged } from "./damaged.ts";

/** Reads what `ByteWriter` wrote. Every read is checked against the end; all throw `Failure` (`bad-advisories`). */
export interface ByteReader {
  /** Offset of the next byte. */
  readonly at: number;
  readonly left: number;
  number(): number;
  /** So many numbers, in one loop: a column of ten thousand is read before anything else is warm. */
  numbers(count: number): Uint32Array;
  /** A number that stands for so many things of at least `each` bytes, which must lie before the end: memory is bounded by the file. */
  count(each?: number): number;
  /** A number below `limit`: an index. */
  index(limit: number): number;
  bytes(length: number): Buffer;
  skip(length: number): void;
  text(): string;
  /** From now on only these bytes are read: a section has thousands of records, and one reader. */
  seek(from: number, to: number): void;
  /** Fails unless everything was read. */
  end(): void;
  fail(why: string): never;
}

export function byteReader(buffer: Buffer, where: string): ByteReader {
  let at = 0;
  let to = buffer.length;
  const fail = (why: string): never => {
    throw damaged(where, why);
  };
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
    numbers(count) {
      if (count > to - at) fail("it declares more items than it has bytes");
      const values = new Uint32Array(count);
      let next = at;
      for (let i = 0; i < count; i++) {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
          if (next >= to) fail("it ends within a number");
          const byte = buffer[next++]!;
          if (shift === 28 && byte > 15) fail("a number is larger than it may be");
          value |= (byte & 127) << shift;
          if (byte < 128) break;
        }
        values[i] = value;
      }
      at = next;
      return values;
    },
    count(each = 1) {
      const value = reader.number();
      return value * each <= to - at ? value : fail("it declares more items than it has bytes");
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
    skip(length) {
      if (length > to - at) fail("it ends within a text");
      at += length;
    },
    text() {
      const length = reader.number();
      reader.skip(length);
      return buffer.toString("utf8", at - length, at);
    },
    seek(from, end) {
      if (from < 0 || end > buffer.length || from > end) fail("an offset lies outside of it");
      at = from;
      to = end;
    },
    end() {
      if (at !== to) fail("bytes follow its end");
    },
    fail,
  };
  return reader;
}
