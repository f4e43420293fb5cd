/** Sizes of the base and of the result, and the start of the commands. Throws `RangeError`. */
export function deltaSizes(delta: Buffer): { readonly base: number; readonly result: number; readonly end: number } {
  let at = 0;
  const length = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = delta[at++];
      if (byte === undefined) throw new RangeError("the delta ends early");
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
      if (shift > 42) throw new RangeError("the delta has a length of too many bytes");
    }
  };
  return { base: length(), result: length(), end: at };
}

/**
 * Applies a delta of a pack (gitformat-pack(5), "Deltified representation"): copies from the base, and literal data.
 * Throws `RangeError` for a damaged one; never creates more than the announced size.
 */
export function applyDelta(base: Buffer, delta: Buffer, maxBytes: number): Buffer {
  let at = 0;
  const next = (): number => {
    const byte = delta[at++];
    if (byte === undefined) throw new RangeError("the delta ends early");
    return byte;
  };
  const { base: expected, result: size, end } = deltaSizes(delta);
  at = end;
  if (expected !== base.length) throw new RangeError("the delta is for another base");
  if (size > maxBytes) throw new RangeError("the object is too large");
  const target = Buffer.alloc(size);
  let filled = 0;
  const appendBytes = (from: Buffer, start: number, bytes: number): void => {
    if (start + bytes > from.length || filled + bytes > size) throw new RangeError("the delta leads out");
    from.copy(target, filled, start, start + bytes);
    filled += bytes;
  };
  while (at < delta.length) {
    const command = next();
    if (command === 0) throw new RangeError("the delta has a command that is not known");
    if ((command & 0x80) === 0) {
      appendBytes(delta, at, command);
      at += command;
      continue;
    }
    let start = 0;
    let bytes = 0;
    for (let bit = 0; bit < 4; bit++) if ((command & (1 << bit)) !== 0) start += next() * 256 ** bit;
    for (let bit = 0; bit < 3; bit++) if ((command & (16 << bit)) !== 0) bytes += next() * 256 ** bit;
    appendBytes(base, start, bytes === 0 ? 0x10000 : bytes);
  }
  if (filled !== size) throw new RangeError("the delta makes less than it says");
  return target;
}
