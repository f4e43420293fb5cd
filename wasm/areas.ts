// Where things lie in the memory of twelve pages; the first 4 KiB are the compiler's.

/** Entries of the table for literals and lengths: 2^11 and, as every subtable has two codes or more, 144 subtables of 2^4. */
export const literalBits: u32 = 11;
export const literalTable: u32 = 0x1000;
/** Of the table for distances: 2^8, and 15 subtables of 2^7. */
export const distanceBits: u32 = 8;
export const distanceTable: u32 = 0x6000;
/** Of the table for the lengths of the codes of the other two: 2^7. */
export const precodeBits: u32 = 7;
export const precodeTable: u32 = 0x9000;
/** Code lengths of up to 288 + 32 symbols. */
export const lengths: u32 = 0x9400;
/** Symbols by code length, and where each length starts. */
export const sorted: u32 = 0x9800;
export const counts: u32 = 0x9c00;
export const starts: u32 = 0x9c80;

/** Compressed bytes. */
export const inputStart: u32 = 0x10000;
export const inputSize: u32 = 0x10000;
/** Decompressed ones. */
export const windowStart: u32 = 0x20000;
export const windowEnd: u32 = 0xc0000;
