/** Numbers of SQLite's records (https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1). */
export interface Varint {
  readonly value: number;
  readonly next: number;
}

/** Up to nine bytes, seven bits each, the ninth all eight. Throws `Error` at the end of the bytes and beyond 2^53. */
export function readVarint(bytes: Uint8Array, at: number): Varint {
  let value = 0;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw new Error("a record in it ends in the middle of a number");
    value = index === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (index === 8 || byte < 0x80) {
      if (!Number.isSafeInteger(value)) throw new Error("a record in it has an impossible length");
      return { value, next: at + index + 1 };
    }
  }
  throw new Error("a record in it has an impossible length");
}

const sizeOfType = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

/** One column of a record as its bytes; undefined when the record has fewer. */
export function readColumn(record: Uint8Array, column: number): Uint8Array | undefined {
  const header = readVarint(record, 0);
  if (header.value > record.length) throw new Error("a record in it is longer than its bytes");
  let at = header.next;
  let offset = header.value;
  for (let index = 0; at < header.value; index++) {
    const type = readVarint(record, at);
    at = type.next;
    const size = type.value >= 12 ? Math.floor((type.value - 12) / 2) : sizeOfType[type.value];
    if (size === undefined || offset + size > record.length) throw new Error("a record in it is longer than its bytes");
    if (index === column) return record.subarray(offset, offset + size);
    offset += size;
  }
  return undefined;
}
