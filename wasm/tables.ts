import { counts, distanceBits, distanceTable, literalBits, literalTable, sorted, starts } from "./areas";

/**
 * An entry: bits 0-5 how many bits it uses up, extra bits too; 8-11 how many of them are the code; 16-31 the literal, or the
 * least length or distance. Of a link to a subtable: 8-11 its bits, 16-31 its first entry.
 */
export const isLiteral: u32 = 0x40;
/** A link, the end of the block, or no symbol at all. */
export const isSpecial: u32 = 0x80;
export const isLink: u32 = 0x4000;
export const isEnd: u32 = 0x8000;
const invalidEntry: u32 = isSpecial | 1;

export const kindPrecode: i32 = 0;
export const kindLiteral: i32 = 1;
export const kindDistance: i32 = 2;

/**
 * Make a table of 2^`tableBits` entries, and subtables behind it, out of code lengths. False when the code is over-subscribed or
 * incomplete; as in zlib, literals and distances may have one code of one bit only, and distances none.
 */
export function build(table: u32, from: u32, count: u32, tableBits: u32, kind: i32): bool {
  memory.fill(counts, 0, 64);
  for (let i: u32 = 0; i < count; i++) {
    const at = counts + ((<u32>load<u8>(from + i)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let longest: u32 = 15;
  while (longest > 0 && load<u32>(counts + (longest << 2)) == 0) longest--;
  let left: i32 = 1;
  let start: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++) {
    const many = load<u32>(counts + (length << 2));
    left = (left << 1) - <i32>many;
    if (left < 0) return false;
    store<u32>(starts + (length << 2), start);
    start += many;
  }
  if (left > 0 && (kind == kindPrecode || longest > 1)) return false;
  for (let i: u32 = 0; i < count; i++) {
    const length = <u32>load<u8>(from + i);
    if (length == 0) continue;
    const at = starts + (length << 2);
    const place = load<u32>(at);
    store<u16>(sorted + (place << 1), <u16>i);
    store<u32>(at, place + 1);
  }
  if (left > 0) {
    const only = longest == 0 ? invalidEntry : entryOf(load<u16>(sorted), 1, kind);
    for (let i: u32 = 0; i < (<u32>1) << tableBits; i += 2) {
      store<u32>(table + (i << 2), only);
      store<u32>(table + (i << 2) + 4, invalidEntry);
    }
    return true;
  }

  let code: u32 = 0;
  let next = sorted;
  for (let length: u32 = 1; length <= tableBits; length++) {
    // What stands there for shorter codes holds for both values of the next bit.
    const half: u32 = (<u32>4) << (length - 1);
    memory.copy(table + half, table, half);
    for (let many = load<u32>(counts + (length << 2)); many > 0; many--) {
      store<u32>(table + (code << 2), entryOf(load<u16>(next), length, kind));
      next += 2;
      code = nextCode(code, length);
    }
  }
  if (longest <= tableBits) return true;

  const subBits = longest - tableBits;
  const mask: u32 = (1 << tableBits) - 1;
  let free: u32 = 1 << tableBits;
  let prefix: u32 = 0xffffffff;
  let sub: u32 = 0;
  for (let length = tableBits + 1; length <= longest; length++) {
    for (let many = load<u32>(counts + (length << 2)); many > 0; many--) {
      if ((code & mask) != prefix) {
        prefix = code & mask;
        sub = free;
        free += 1 << subBits;
        store<u32>(table + (prefix << 2), isSpecial | isLink | (sub << 16) | (subBits << 8) | tableBits);
      }
      const entry = entryOf(load<u16>(next), length, kind);
      const step: u32 = 1 << (length - tableBits);
      for (let i = code >> tableBits; i < (<u32>1) << subBits; i += step) store<u32>(table + ((sub + i) << 2), entry);
      next += 2;
      code = nextCode(code, length);
    }
  }
  return true;
}

/** The code after this one, both with their first bit lowest. */
function nextCode(code: u32, length: u32): u32 {
  const zeros = code ^ ((1 << length) - 1);
  if (zeros == 0) return 0;
  const bit = <u32>0x80000000 >> clz(zeros);
  return (code & (bit - 1)) | bit;
}

/** RFC 1951, section 3.2.5. */
function entryOf(symbol: u32, length: u32, kind: i32): u32 {
  if (kind == kindLiteral) {
    if (symbol < 256) return isLiteral | (symbol << 16) | length;
    if (symbol == 256) return isSpecial | isEnd | length;
    const i = symbol - 257;
    if (i < 8) return ((3 + i) << 16) | (length << 8) | length;
    if (i == 28) return (258 << 16) | (length << 8) | length;
    if (i > 28) return isSpecial | length;
    const extra = (i >> 2) - 1;
    return ((3 + ((4 + (i & 3)) << extra)) << 16) | (length << 8) | (length + extra);
  }
  if (kind == kindPrecode) return (symbol << 16) | length;
  if (symbol < 4) return ((1 + symbol) << 16) | (length << 8) | length;
  if (symbol > 29) return isSpecial | length;
  const extra = (symbol >> 1) - 1;
  return ((1 + ((2 + (symbol & 1)) << extra)) << 16) | (length << 8) | (length + extra);
}

export function literalEntry(buffer: u64): u64 {
  return load<u32>(literalTable + ((<u32>buffer & ((1 << literalBits) - 1)) << 2));
}

export function distanceEntry(buffer: u64): u64 {
  return load<u32>(distanceTable + ((<u32>buffer & ((1 << distanceBits) - 1)) << 2));
}

export function linked(table: u32, link: u64, buffer: u64): u64 {
  const index = <u32>(buffer >> link) & ((1 << (<u32>(link >> 8) & 15)) - 1);
  return load<u32>(table + ((<u32>(link >> 16) + index) << 2));
}

/** The length or distance: the least one and the extra bits. */
export function valueOf(entry: u64, buffer: u64): u32 {
  return <u32>(entry >> 16) + <u32>((buffer & ~((<u64>-1) << entry)) >> (entry >> 8));
}
