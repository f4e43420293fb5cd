import { constants, gzipSync, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gzipOf } from "../../../../test/images/deflate.ts";
import { inPieces, noise, text, unpack, verdict, verdictOfZlib } from "../../../../test/images/gunzip.ts";
import { gunzipSource } from "./gunzip-source.ts";

const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.record({ byte: fc.nat(255), times: fc.nat(4_000) }).map(({ byte, times }) => Buffer.alloc(times, byte)),
      fc
        .record({ part: fc.uint8Array({ minLength: 1, maxLength: 40 }), times: fc.nat(300) })
        .map(({ part, times }) => Buffer.concat(Array<Uint8Array>(times).fill(part))),
      fc.nat(9_000).map((lines) => text(lines)),
      fc.nat(70_000).map((length) => noise(length)),
    ),
    { maxLength: 5 },
  )
  .map((parts) => Buffer.concat(parts));
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(0, constants.Z_FILTERED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED),
  windowBits: fc.integer({ min: 9, max: 15 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
});
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 70_000 })), {
  minLength: 1,
  maxLength: 6,
});

describe("gunzipSource", () => {
  it("unpacks zlib's output, split anywhere", async () => {
    const members = fc.array(fc.record({ content, options }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(members, sizes, async (parts, pieces) => {
        const packed = Buffer.concat(parts.map((part) => gzipSync(part.content, part.options)));
        const whole = Buffer.concat(parts.map((part) => part.content));
        expect((await unpack(packed, pieces)).equals(whole)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("unpacks more than its window, also byte by byte", async () => {
    const whole = Buffer.concat([noise(60_000), text(40_000), Buffer.alloc(250_000), noise(60_000), text(9)]);
    for (const level of [0, 1, 6]) {
      const packed = gzipSync(whole, { level });
      expect((await unpack(packed, [1])).equals(whole)).toBe(true);
      expect((await unpack(packed, [65_536])).equals(whole)).toBe(true);
    }
  });

  it("agrees with zlib on flipped bits", async () => {
    const samples = [
      gzipSync(text(40)),
      gzipSync(text(40), { strategy: constants.Z_FIXED }),
      gzipSync(noise(60), { level: 0 }),
      Buffer.concat([gzipSync("a"), gzipSync("")]),
    ];
    for (const sample of samples) {
      for (let bit = 0; bit < sample.length * 8; bit++) {
        const turned = Buffer.from(sample);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await verdict(turned), `bit ${bit}`).toEqual(verdictOfZlib(turned));
      }
    }
    await fc.assert(
      fc.asyncProperty(
        content,
        options,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        sizes,
        async (bytes, how, changes, pieces) => {
          const packed = gzipSync(bytes, how);
          for (const [at, byte] of changes) packed[at % packed.length] = byte;
          expect(await verdict(packed, pieces)).toEqual(verdictOfZlib(packed));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("rejects truncated data at any position", async () => {
    const packed = gzipOf(deflateRawSync(text(60)), text(60), 12, Buffer.from("\x04\x00abcdname\0", "latin1"));
    expect((await unpack(packed)).equals(text(60))).toBe(true);
    for (let end = 0; end < packed.length; end++) {
      const cut = packed.subarray(0, end);
      await expect(unpack(cut), `${end} bytes`).rejects.toThrow(
        "it: its gzip data is damaged: unexpected end of file.",
      );
      await expect(unpack(cut, [1]), `${end} bytes`).rejects.toThrow("unexpected end of file");
    }
  });

  it("yields to the event loop during long skips", async () => {
    const packed = gzipSync(Buffer.alloc(200_000_000), { level: 1 });
    using source = gunzipSource(inPieces(packed), "it");
    let others = 0;
    const interval = setInterval(() => others++, 0);
    expect(await source.skip(300_000_000)).toBe(200_000_000);
    clearInterval(interval);
    expect(others).toBeGreaterThan(0);
    expect(source.position).toBe(200_000_000);
  });

  it("supports interleaved reads, and reuses memory cleanly", async () => {
    for (let round = 0; round < 2; round++) {
      const wholes = [text(50_000), noise(400_000), text(90_000).reverse()];
      const sources = wholes.map((whole) => gunzipSource(inPieces(gzipSync(whole)), "it"));
      for (let at = 0; at < 400_000; at += 10_000) {
        for (const [index, source] of sources.entries()) {
          const step = Math.min(10_000, Math.max(0, (wholes[index]?.length ?? 0) - at));
          expect(await source.need(step)).toBe(true);
          const expected = wholes[index]?.subarray(at, at + step);
          expect(source.buffer.subarray(source.at, source.at + step).equals(expected ?? Buffer.alloc(0))).toBe(true);
          source.at += step;
        }
      }
      for (const source of sources) source[Symbol.dispose]();
    }
  });

  it("peeks at small bodies only", () => {
    const whole = noise(300_000);
    using source = gunzipSource(inPieces(gzipSync(whole)), "it");
    expect(source.skip(200_000)).toBe(200_000);
    const body = source.body?.(60_000);
    expect(Buffer.from(body?.read(59_990, 20) ?? []).equals(whole.subarray(259_990, 260_000))).toBe(true);
    expect(source.position).toBe(200_000);
    expect(source.body?.(65_537)).toBeUndefined();
  });
});
