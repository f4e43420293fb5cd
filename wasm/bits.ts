/** The next byte of input, the end of input. */
export let inputAt: u32 = 0;
export let inputEnd: u32 = 0;
/** Bits read and not yet used, the next lowest; above `bitCount` zero. */
export let bits: u64 = 0;
export let bitCount: u32 = 0;

/** Take over what the fast loop holds. */
export function setBits(at: u32, buffer: u64, count: u32): void {
  inputAt = at;
  bits = buffer;
  bitCount = count;
}

/** Pass over whole bytes. */
export function passInput(count: u32): void {
  inputAt += count;
}

/** True when there are so many bits, at most 48. */
export function want(count: u32): bool {
  if (bitCount < count) fill();
  return bitCount >= count;
}

export function fill(): void {
  while (bitCount < 56 && inputAt < inputEnd) {
    bits |= (<u64>load<u8>(inputAt++)) << bitCount;
    bitCount += 8;
  }
}

export function drop(count: u32): void {
  bits >>= count;
  bitCount -= count;
}

/**
 * Whole bytes that were read ahead. They are of this piece of input: when the one before was used up, there were fewer bits than
 * the next step needed.
 */
export function giveBack(): void {
  inputAt -= bitCount >> 3;
  bits = 0;
  bitCount = 0;
}
