import { byteReader, type ByteReader } from "./byte-reader.ts";
import { byteWriter } from "./byte-writer.ts";

/** Names between two that are written in full: a look-up reads at most so many. */
const blockSize = 16;
const longestName = 1_024;

/**
 * Sorted names, each with the number of a record: several names share one, as the binary packages of one source do. Layout: count; lengths of
 * blocks; blocks, in which a name says how many bytes it shares with the one before; numbers, 0 for "one more than any so far", else n + 1;
 * count and lengths of the records.
 */
export function writeNames(
  names: readonly Uint8Array[],
  records: readonly number[],
  recordSizes: readonly number[],
): Buffer {
  const writer = byteWriter();
  const blocks: Buffer[] = [];
  for (let start = 0; start < names.length; start += blockSize) {
    const block = byteWriter();
    for (let i = start; i < Math.min(start + blockSize, names.length); i++) {
      const shared = i === start ? 0 : sharedBytes(names[i - 1]!, names[i]!);
      block.number(shared);
      block.number(names[i]!.length - shared);
      block.bytes(names[i]!.subarray(shared));
    }
    blocks.push(block.done());
  }
  writer.number(names.length);
  for (const { length } of blocks) writer.number(length);
  for (const block of blocks) writer.bytes(block);
  let next = 0;
  for (const record of records) {
    writer.number(record === next ? 0 : record + 1);
    if (record === next) next++;
  }
  writer.number(recordSizes.length);
  for (const size of recordSizes) writer.number(size);
  return writer.done();
}

function sharedBytes(a: Uint8Array, b: Uint8Array): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

export interface NamesIndex {
  readonly count: number;
  /** Start and end of the name's record in the section of records; undefined when there is no such name. */
  find(name: string): { readonly from: number; readonly to: number } | undefined;
  names(): Generator<string>;
}

/** Throws `Failure` (`bad-advisories`), as what it returns does. */
export function readNames(section: Buffer, label: string): NamesIndex {
  const reader = byteReader(section, label);
  const count = reader.count(2);
  const blocks = Math.ceil(count / blockSize);
  const starts = new Uint32Array(blocks + 1);
  const lengths = reader.numbers(blocks);
  for (let i = 0; i < blocks; i++) {
    starts[i + 1] = starts[i]! + lengths[i]!;
    if (starts[i + 1]! > section.length) reader.fail("its blocks are longer than it is");
  }
  const first = reader.at;
  reader.bytes(starts[blocks]!);
  const numbersAt = reader.at;
  let ends: { readonly records: Uint32Array; readonly ends: Uint32Array } | undefined;

  const block = (index: number): ByteReader => {
    reader.seek(first + starts[index]!, first + starts[index + 1]!);
    return reader;
  };
  /** Below 0: the block's first name comes before the key. */
  const compareFirst = (index: number, key: Buffer): number => {
    block(index).number();
    const length = reader.number();
    const start = reader.at;
    reader.skip(length);
    const both = Math.min(length, key.length);
    for (let i = 0; i < both; i++) {
      const difference = section[start + i]! - key[i]!;
      if (difference !== 0) return difference;
    }
    return length - key.length;
  };
  const find = (key: Buffer): number | undefined => {
    let low = 0;
    let high = blocks - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (compareFirst(middle, key) <= 0) low = middle;
      else high = middle - 1;
    }
    if (blocks === 0) return undefined;
    const place = placeIn(section, block(low), Math.min(blockSize, count - low * blockSize), key);
    return place === undefined ? undefined : low * blockSize + place;
  };
  return {
    count,
    find(name) {
      const index = find(Buffer.from(name, "utf8"));
      if (index === undefined) return undefined;
      if (ends === undefined) {
        reader.seek(numbersAt, section.length);
        ends = readRecords(reader, count);
      }
      const record = ends.records[index]!;
      return { from: record === 0 ? 0 : ends.ends[record - 1]!, to: ends.ends[record]! };
    },
    *names() {
      // A reader of its own: look-ups may come in between.
      const all = byteReader(section, label);
      for (let i = 0; i < blocks; i++) {
        all.seek(first + starts[i]!, first + starts[i + 1]!);
        for (const name of namesOf(all, Math.min(blockSize, count - i * blockSize))) yield name.toString("utf8");
      }
    },
  };
}

/** Which name of a block the key is. No name is put together: one that shares more than fits so far differs where the one before did. */
function placeIn(section: Buffer, reader: ByteReader, count: number, key: Buffer): number | undefined {
  let fits = 0;
  let length = 0;
  for (let i = 0; i < count; i++) {
    const shared = reader.number();
    const rest = reader.number();
    if (shared > length || shared + rest > longestName) reader.fail("a name is longer than it may be");
    const start = reader.at;
    reader.skip(rest);
    length = shared + rest;
    if (shared > fits) continue;
    fits = shared;
    while (fits < length && fits < key.length && section[start + fits - shared] === key[fits]) fits++;
    if (fits === key.length && length === key.length) return i;
  }
  return undefined;
}

/** The yielded bytes are overwritten by the next name. */
function* namesOf(reader: ByteReader, count: number): Generator<Buffer> {
  const name = Buffer.alloc(longestName);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const shared = reader.number();
    const rest = reader.number();
    if (shared > length || shared + rest > longestName) reader.fail("a name is longer than it may be");
    name.set(reader.bytes(rest), shared);
    length = shared + rest;
    yield name.subarray(0, length);
  }
  reader.end();
}

function readRecords(reader: ByteReader, count: number): { records: Uint32Array; ends: Uint32Array } {
  const records = reader.numbers(count);
  let next = 0;
  for (let i = 0; i < count; i++) {
    const number = records[i]!;
    if (number > next) reader.fail("a name leads to a record that is not there");
    records[i] = number === 0 ? next++ : number - 1;
  }
  const ends = reader.numbers(reader.count());
  if (ends.length !== next) reader.fail("it has more or fewer records than its names lead to");
  let end = 0;
  for (let i = 0; i < ends.length; i++) {
    end += ends[i]!;
    if (end > 0xffff_ffff) reader.fail("its records are longer than they may be");
    ends[i] = end;
  }
  reader.end();
  return { records, ends };
}
