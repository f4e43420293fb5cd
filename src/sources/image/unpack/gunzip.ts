import { crc32 } from "node:zlib";
import type { Inflater } from "./inflater.ts";

/** What the decoder waits for: input, or room in the window. Resumed with true if there is no more input. */
export type GunzipNeed = "input" | "room";

const headerBytes = 10;
/** Its magic number, the method deflate, no flags. */
const plainStart = 0x00088b1f;

type Steps<T> = Generator<GunzipNeed, T, boolean>;

/** `answers.ts` in the folder wasm: 0 more input, 1 more room, 2 the end, then these in this order. */
const troubles = [
  "invalid block type",
  "invalid stored block lengths",
  "too many length or distance symbols",
  "invalid code lengths set",
  "invalid bit length repeat",
  "invalid code -- missing end-of-block",
  "invalid literal/lengths set",
  "invalid distances set",
  "invalid literal/length code",
  "invalid distance code",
  "invalid distance too far back",
];

/**
 * Decompresses gzip (RFC 1952): consecutive members, each with its checksum and size verified. Nonzero bytes after a
 * member must be another one; a zero and everything after it are padding. Throws `Error` with the reason if the data
 * is damaged.
 */
export function* gunzip(inflater: Inflater): Steps<void> {
  do {
    if (!passPlainHeader(inflater)) yield* passHeader(inflater);
    const { crc, size } = yield* unpackMember(inflater);
    const trailer = yield* take(inflater, 8);
    if (trailer.readUInt32LE(0) !== crc) throw new Error("incorrect data check");
    if (trailer.readUInt32LE(4) !== size) throw new Error("incorrect length check");
  } while (yield* anotherMember(inflater));
}

function* unpackMember(inflater: Inflater): Steps<{ crc: number; size: number }> {
  const { bytes, outputAt, history } = inflater;
  inflater.reset();
  history.value = outputAt.value;
  let crc = 0;
  // Modulo 2^32.
  let size = 0;
  for (;;) {
    const from = outputAt.value;
    const answer = inflater.inflate();
    const to = outputAt.value;
    if (to > from) {
      crc = crc32(bytes.subarray(from, to), crc);
      size = (size + to - from) >>> 0;
    }
    if (answer === 2) return { crc, size };
    if (answer > 2) throw new Error(troubles[answer - 3]);
    if (yield answer === 0 ? "input" : "room") throw tooShort();
  }
}

/** The usual header, if it is available: data may consist of millions of empty members. */
function passPlainHeader({ bytes, inputAt, inputEnd }: Inflater): boolean {
  const at = inputAt.value;
  const plain = inputEnd.value - at >= headerBytes && bytes.readUInt32LE(at) === plainStart;
  if (plain) inputAt.value = at + headerBytes;
  return plain;
}

/** RFC 1952, section 2.3. */
function* passHeader(inflater: Inflater): Steps<void> {
  const fixed = yield* take(inflater, headerBytes);
  let crc = crc32(fixed);
  if (fixed[0] !== 0x1f || fixed[1] !== 0x8b) throw new Error("incorrect header check");
  if (fixed[2] !== 8) throw new Error("unknown compression method");
  const flags = fixed[3] ?? 0;
  if ((flags & 0xe0) !== 0) throw new Error("unknown header flags set");
  if ((flags & 4) !== 0) {
    const length = yield* take(inflater, 2);
    crc = yield* passBytes(inflater, length.readUInt16LE(), crc32(length, crc));
  }
  // A name, a comment.
  if ((flags & 8) !== 0) crc = yield* passText(inflater, crc);
  if ((flags & 16) !== 0) crc = yield* passText(inflater, crc);
  if ((flags & 2) !== 0 && (yield* take(inflater, 2)).readUInt16LE() !== (crc & 0xffff)) {
    throw new Error("header crc mismatch");
  }
}

function* anotherMember(inflater: Inflater): Steps<boolean> {
  return (yield* awaitInput(inflater)) && inflater.bytes[inflater.inputAt.value] !== 0;
}

/** Waits for at least one byte of input; false at its end. */
function* awaitInput({ inputAt, inputEnd }: Inflater): Steps<boolean> {
  while (inputAt.value === inputEnd.value) if (yield "input") return false;
  return true;
}

/** Valid until there is new input. */
function* take(inflater: Inflater, length: number): Steps<Buffer> {
  const { bytes, inputAt, inputEnd } = inflater;
  if (inputEnd.value - inputAt.value >= length) {
    inputAt.value += length;
    return bytes.subarray(inputAt.value - length, inputAt.value);
  }
  const joinedBytes = Buffer.alloc(length);
  for (let filled = 0; filled < length; filled++) {
    if (!(yield* awaitInput(inflater))) throw tooShort();
    joinedBytes[filled] = bytes[inputAt.value++] ?? 0;
  }
  return joinedBytes;
}

/** Returns the updated checksum. */
function* passBytes(inflater: Inflater, length: number, start: number): Steps<number> {
  const { bytes, inputAt, inputEnd } = inflater;
  let crc = start;
  for (let remaining = length; remaining > 0;) {
    if (!(yield* awaitInput(inflater))) throw tooShort();
    const step = Math.min(remaining, inputEnd.value - inputAt.value);
    crc = crc32(bytes.subarray(inputAt.value, inputAt.value + step), crc);
    inputAt.value += step;
    remaining -= step;
  }
  return crc;
}

/** Up to and including a zero byte. */
function* passText(inflater: Inflater, start: number): Steps<number> {
  const { bytes, inputAt, inputEnd } = inflater;
  let crc = start;
  for (let zero = -1; zero === -1;) {
    if (!(yield* awaitInput(inflater))) throw tooShort();
    const text = bytes.subarray(inputAt.value, inputEnd.value);
    zero = text.indexOf(0);
    crc = yield* passBytes(inflater, zero === -1 ? text.length : zero + 1, crc);
  }
  return crc;
}

function tooShort(): Error {
  return new Error("unexpected end of file");
}
