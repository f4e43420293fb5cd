// Deflate streams by hand, bit by bit, as no compressor writes them (RFC 1951).
import { crc32 } from "node:zlib";

/** A number and how many bits it takes, the lowest first. */
export type Bits = readonly [value: number, count: number];

/** Bits as bytes; what is missing to a whole one is zero. */
export function bytesOf(...fields: readonly Bits[]): Buffer {
  const bits = fields.flatMap(([value, count]) => Array.from({ length: count }, (_, at) => (value >>> at) & 1));
  return Buffer.from(
    Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
      bits.slice(at * 8, at * 8 + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
    ),
  );
}

/** The canonical code of each symbol for these lengths (section 3.2.2), its first bit lowest. */
export function codesOf(lengths: readonly number[]): Bits[] {
  let code = 0;
  const codes: Bits[] = lengths.map(() => [0, 0]);
  for (let length = 1; length <= 15; length++) {
    for (const [symbol, own] of lengths.entries())
      if (own === length) codes[symbol] = [reversed(code++, length), length];
    code <<= 1;
  }
  return codes;
}

function reversed(code: number, length: number): number {
  let back = 0;
  for (let at = 0; at < length; at++) back |= ((code >>> at) & 1) << (length - 1 - at);
  return back;
}

/** Symbols of the fixed code (section 3.2.6). */
export const fixed = codesOf([
  ...Array<number>(144).fill(8),
  ...Array<number>(112).fill(9),
  ...Array<number>(24).fill(7),
  ...Array<number>(8).fill(8),
]);
export const fixedDistance = codesOf(Array<number>(32).fill(5));

/** The last block, of the fixed code. */
export const fixedBlock: Bits[] = [
  [1, 1],
  [1, 2],
];

const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** A complete code for the lengths of codes: thirteen of four bits, six of five. */
const usualPrecode = Array.from({ length: 19 }, (_, symbol) => (symbol < 13 ? 4 : 5));

/** The start of the last block, with a code of its own; `literals` may hold the symbols 16 to 18 with their repetitions as well. */
export function dynamicBlock(
  literals: readonly (number | readonly [symbol: number, extra: Bits])[],
  distances: readonly number[],
  { hlit, hdist, precode = usualPrecode }: { hlit?: number; hdist?: number; precode?: readonly number[] } = {},
): Bits[] {
  const codes = codesOf(precode);
  const write = (item: number | readonly [symbol: number, extra: Bits]): Bits[] =>
    typeof item === "number" ? [codes[item] ?? [0, 0]] : [codes[item[0]] ?? [0, 0], item[1]];
  return [
    [1, 1],
    [2, 2],
    [hlit ?? literals.length - 257, 5],
    [hdist ?? distances.length - 1, 5],
    [15, 4],
    ...order.map((symbol): Bits => [precode[symbol] ?? 0, 3]),
    ...[...literals, ...distances].flatMap(write),
  ];
}

/** A gzip member around deflate data that holds `content`; `flags` with what they announce. */
export function gzipOf(deflated: Uint8Array, content: Uint8Array, flags = 0, optional: Uint8Array = Buffer.alloc(0)) {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length % 2 ** 32, 4);
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]), optional, deflated, trailer]);
}
