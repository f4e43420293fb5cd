/** Copies by 16 and 32 bytes, up to 32 beyond the end. */
export function repeat(at: u32, distance: u32, length: u32): void {
  const end = at + length;
  let from = at - distance;
  if (distance < 16) {
    // What was copied is part of the pattern: its period doubles until 16 bytes hold it.
    for (let period = distance; period < 16; period <<= 1) {
      v128.store(at, v128.load(from));
      at += period;
    }
    if (at >= end) return;
  }
  // Most matches end here.
  v128.store(at, v128.load(from));
  v128.store(at + 16, v128.load(from + 16));
  while (at + 32 < end) {
    at += 32;
    from += 32;
    v128.store(at, v128.load(from));
    v128.store(at + 16, v128.load(from + 16));
  }
}
