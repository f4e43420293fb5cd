/** Bytes that grow: numbers of variable length (LEB128, seven bits a byte, low ones first) and counted texts. */
export interface ByteWriter {
  readonly length: number;
  /** A whole number from 0 to 2^32 - 1. */
  number(value: number): void;
  bytes(value: Uint8Array): void;
  /** Number of bytes, then UTF-8. */
  text(value: string): void;
  done(): Buffer;
}

export function byteWriter(): ByteWriter {
  let buffer = Buffer.allocUnsafe(1024);
  let length = 0;
  const grow = (more: number): void => {
    if (length + more <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + more));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  const writer: ByteWriter = {
    get length() {
      return length;
    },
    number(value) {
      if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff)
        throw new RangeError(`${value} is not a number`);
      grow(5);
      let rest = value;
      while (rest > 127) {
        buffer[length++] = (rest & 127) | 128;
        rest >>>= 7;
      }
      buffer[length++] = rest;
    },
    bytes(value) {
      grow(value.length);
      buffer.set(value, length);
      length += value.length;
    },
    text(value) {
      const bytes = Buffer.from(value, "utf8");
      writer.number(bytes.length);
      writer.bytes(bytes);
    },
    done: () => buffer.subarray(0, length),
  };
  return writer;
}
