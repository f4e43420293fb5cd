// Unpacking by `gunzipSource` and by zlib, to be compared.
import { gunzipSync } from "node:zlib";
import { gunzipSource } from "../../src/sources/image/unpack/gunzip-source.ts";
import type { PackedBytes } from "../../src/sources/image/unpack/packed-bytes.ts";

/** Hands the bytes out in pieces of these sizes, again and again. */
export function inPieces(bytes: Uint8Array, sizes: readonly number[] = [1_000_000]): PackedBytes {
  let at = 0;
  let reads = 0;
  return {
    atOnce: true,
    read(into) {
      const size = sizes[reads++ % sizes.length] ?? 1;
      const piece = bytes.subarray(at, at + Math.min(size, into.length));
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
    [Symbol.dispose]() {},
  };
}

export async function unpack(packed: Uint8Array, sizes?: readonly number[]): Promise<Buffer> {
  using source = gunzipSource(inPieces(packed, sizes), "it");
  const parts: Buffer[] = [];
  while (await source.need(1)) {
    parts.push(Buffer.from(source.buffer.subarray(source.at, source.end)));
    source.at = source.end;
  }
  return Buffer.concat(parts);
}

/** What came out, or `refused`. */
export const verdict = (packed: Uint8Array, sizes?: readonly number[]) => unpack(packed, sizes).catch(() => "refused");
export function verdictOfZlib(packed: Uint8Array): Buffer | string {
  try {
    return gunzipSync(packed);
  } catch {
    return "refused";
  }
}

export const noise = (length: number, seed = 1): Buffer => {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 16;
    }),
  );
};
export const text = (lines: number): Buffer =>
  Buffer.from(Array.from({ length: lines }, (_, at) => `line ${(at * 7_919) % 10_007}\n`).join(""));
