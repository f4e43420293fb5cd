import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Bits } from "../../../../test/images/deflate.ts";
import { bytesOf, dynamicBlock, fixed, fixedBlock, fixedDistance, gzipOf } from "../../../../test/images/deflate.ts";
import { inPieces, noise, text, unpack, verdict, verdictOfZlib } from "../../../../test/images/gunzip.ts";
import { gunzipSource } from "./gunzip-source.ts";

describe("deflate data that no compressor writes", () => {
  const stored = (bytes: Uint8Array, last = false): Buffer => {
    const head = Buffer.alloc(5);
    head[0] = last ? 1 : 0;
    head.writeUInt16LE(bytes.length, 1);
    head.writeUInt16LE(bytes.length ^ 0xffff, 3);
    return Buffer.concat([head, bytes]);
  };
  const a = fixed[97] ?? [0, 0];
  const endOfBlock = fixed[256] ?? [0, 0];
  /** 258 bytes from 32,768 back. */
  const longest: Bits[] = [fixed[285] ?? [0, 0], fixedDistance[29] ?? [0, 0], [8_191, 13]];
  const far = noise(32_768);
  /** A one-bit literal `a` and a two-bit end; distances as given. */
  const small = Array<number>(257).fill(0);
  const literals = [...small.with(97, 1).with(256, 2), 2];
  const lengthOfThree: Bits = [3, 2];
  const none = Buffer.alloc(0);

  it.each<[string, Buffer, Buffer]>([
    ["an empty stored block", stored(none, true), none],
    [
      "stored blocks of 65,535",
      Buffer.concat([stored(noise(65_535)), stored(noise(65_535), true)]),
      Buffer.concat([noise(65_535), noise(65_535)]),
    ],
    [
      "the longest match from as far back as may be",
      Buffer.concat([stored(far), bytesOf(...fixedBlock, ...longest, endOfBlock)]),
      Buffer.concat([far, far.subarray(0, 258)]),
    ],
    ["one code for literals", bytesOf(...dynamicBlock(small.with(256, 1), [0]), [0, 1]), none],
    ["no distances and no match", bytesOf(...dynamicBlock(literals, [0]), [0, 1], [1, 2]), Buffer.from("a")],
    [
      "one distance",
      bytesOf(...dynamicBlock(literals, [1]), [0, 1], lengthOfThree, [0, 1], [1, 2]),
      Buffer.from("aaaa"),
    ],
    [
      "runs of lengths that go on from literals to distances",
      bytesOf(...dynamicBlock([[18, [127, 7]], [18, [107, 7]], 1, [17, [1, 3]]], [], { hlit: 1, hdist: 2 }), [0, 1]),
      none,
    ],
  ])("unpacks %s like zlib", async (_name, deflated, whole) => {
    const packed = gzipOf(deflated, whole);
    expect(verdictOfZlib(packed)).toEqual(whole);
    for (const pieces of [[1_000_000], [1], [3, 7]]) expect(await verdict(packed, pieces)).toEqual(whole);
  });

  it("copies from distances up to 32,768", async () => {
    for (let distance = 1; distance <= 40; distance++) {
      const head = noise(distance, distance);
      const whole = Buffer.concat(Array<Buffer>(1_000).fill(head)).subarray(0, 1_000);
      expect((await unpack(gzipSync(whole, { level: 9 }))).equals(whole)).toBe(true);
    }
    const packed = gzipOf(
      Buffer.concat([stored(far), bytesOf(...fixedBlock, ...longest, endOfBlock)]),
      Buffer.concat([far, far.subarray(0, 258)]),
    );
    expect((await unpack(packed)).equals(Buffer.concat([far, far.subarray(0, 258)]))).toBe(true);
  });

  const complete = Array<number>(19).fill(0).with(0, 1).with(1, 2).with(2, 2);
  it.each<[string, RegExp, Buffer]>([
    ["a block of the reserved type", /block type/, bytesOf([1, 1], [3, 2])],
    ["a stored block whose lengths differ", /stored block lengths/, Buffer.from([1, 5, 0, 5, 0, 0, 0, 0, 0, 0])],
    ["too many literals", /too many/, bytesOf(...dynamicBlock(literals, [1], { hlit: 30 }))],
    ["too many distances", /too many/, bytesOf(...dynamicBlock(literals, [1], { hdist: 30 }))],
    [
      "too many codes for lengths",
      /code lengths set/,
      bytesOf(...dynamicBlock([], [], { hlit: 0, hdist: 0, precode: Array<number>(19).fill(4) })),
    ],
    [
      "too few codes for lengths",
      /code lengths set/,
      bytesOf(...dynamicBlock([], [], { hlit: 0, hdist: 0, precode: complete.with(2, 0) })),
    ],
    [
      "no codes for lengths",
      /code lengths set|end-of-block/,
      Buffer.concat([bytesOf(...dynamicBlock([], [], { hlit: 0, hdist: 0, precode: [] })), Buffer.alloc(99)]),
    ],
    ["a repetition of nothing", /repeat/, bytesOf(...dynamicBlock([[16, [0, 2]]], [], { hlit: 0, hdist: 0 }), [0, 32])],
    [
      "a repetition over the end",
      /repeat/,
      bytesOf(
        ...dynamicBlock(
          [
            [18, [127, 7]],
            [18, [127, 7]],
          ],
          [],
          { hlit: 0, hdist: 0 },
        ),
        [0, 32],
      ),
    ],
    ["no end of block", /end-of-block/, bytesOf(...dynamicBlock(small.with(97, 1).with(98, 1), [0]), [0, 32])],
    [
      "too many codes for literals",
      /literal\/lengths set/,
      bytesOf(...dynamicBlock(small.fill(1, 0, 3).with(256, 1), [0]), [0, 32]),
    ],
    [
      "too few codes for literals",
      /literal\/lengths set/,
      bytesOf(...dynamicBlock(Array<number>(257).fill(0).with(97, 2).with(256, 2), [0]), [0, 32]),
    ],
    ["too many distances' codes", /distances set/, bytesOf(...dynamicBlock(literals, [1, 1, 1]), [0, 32])],
    ["too few distances' codes", /distances set/, bytesOf(...dynamicBlock(literals, [2]), [0, 32])],
    ["length 286 of the fixed code", /literal\/length code/, bytesOf(...fixedBlock, a, fixed[286] ?? [0, 0], [0, 32])],
    [
      "distance 30 of the fixed code",
      /distance code/,
      bytesOf(...fixedBlock, a, fixed[257] ?? [0, 0], fixedDistance[30] ?? [0, 0], [0, 32]),
    ],
    [
      "the other code where there is one distance",
      /distance code/,
      bytesOf(...dynamicBlock(literals, [1]), [0, 1], lengthOfThree, [1, 1], [0, 32]),
    ],
    [
      "a match where there is no distance",
      /distance code/,
      bytesOf(...dynamicBlock(literals, [0]), [0, 1], lengthOfThree, [0, 32]),
    ],
    [
      "a distance to before the start",
      /too far back/,
      bytesOf(...fixedBlock, a, fixed[257] ?? [0, 0], fixedDistance[1] ?? [0, 0], endOfBlock),
    ],
    [
      "one beyond the start, far from it",
      /too far back/,
      Buffer.concat([stored(far.subarray(1)), bytesOf(...fixedBlock, ...longest, endOfBlock)]),
    ],
  ])("refuses %s", async (_name, message, deflated) => {
    const packed = Buffer.concat([gzipOf(deflated, none).subarray(0, -8), Buffer.alloc(64)]);
    expect(verdictOfZlib(packed)).toBe("refused");
    for (const pieces of [[1_000_000], [1]]) await expect(unpack(packed, pieces)).rejects.toThrow(message);
  });
});

describe("gzip members", () => {
  const whole = text(9);
  const deflated = deflateRawSync(whole);
  const optional = Buffer.from("\x05\x00extraa name\0a comment\0", "latin1");
  const headerCrc = (flags: number, bytes: Buffer, wrong = 0) => {
    const crc = Buffer.alloc(2);
    const header = gzipOf(Buffer.alloc(0), whole, flags, bytes).subarray(0, -8);
    crc.writeUInt16LE((crc32(header) & 0xffff) ^ wrong);
    return Buffer.concat([bytes, crc]);
  };

  it.each<[string, Buffer]>([
    ["all optional fields", gzipOf(deflated, whole, 31, headerCrc(31, optional))],
    ["a checksum of the header alone", gzipOf(deflated, whole, 2, headerCrc(2, Buffer.alloc(0)))],
    ["a name of 200,000 bytes", gzipOf(deflated, whole, 8, Buffer.from(`${"n".repeat(200_000)}\0`))],
    ["empty members around it", Buffer.concat([gzipSync(""), gzipOf(deflated, whole), gzipSync("")])],
    ["a zero and anything behind it", Buffer.concat([gzipOf(deflated, whole), Buffer.from("\0garbage")])],
  ])("may have %s", async (_name, packed) => {
    expect(verdictOfZlib(packed)).toEqual(whole);
    for (const pieces of [[1_000_000], [1]]) expect((await unpack(packed, pieces)).equals(whole)).toBe(true);
  });

  const packed = gzipOf(deflated, whole);
  const changed = (at: number, byte: number) => Buffer.from(packed).fill(byte, at, at + 1);
  const reaching = gzipOf(bytesOf(...fixedBlock, fixed[257] ?? [0, 0], fixedDistance[0] ?? [0, 0], [0, 32]), whole);
  it.each<[string, RegExp, Buffer]>([
    ["another magic number", /header check/, changed(1, 0x8c)],
    ["another method", /unknown compression method/, changed(2, 7)],
    ["reserved flags", /unknown header flags/, changed(3, 0x20)],
    ["a wrong checksum of the header", /header crc/, gzipOf(deflated, whole, 31, headerCrc(31, optional, 1))],
    ["a wrong checksum", /data check/, changed(packed.length - 8, (packed.at(-8) ?? 0) ^ 1)],
    ["a wrong length", /length check/, changed(packed.length - 1, 1)],
    ["garbage behind it", /header check/, Buffer.concat([packed, Buffer.from("garbage and more")])],
    ["a second one that reaches into the first", /too far back/, Buffer.concat([packed, reaching])],
  ])("are rejected with %s, after the preceding bytes", async (_name, message, bytes) => {
    expect(verdictOfZlib(bytes)).toBe("refused");
    for (const pieces of [[1_000_000], [1]]) await expect(unpack(bytes, pieces)).rejects.toThrow(message);
  });

  it("returns the bytes before the damage", async () => {
    using source = gunzipSource(inPieces(Buffer.concat([packed, Buffer.from("garbage and more")])), "it");
    expect(await source.need(whole.length)).toBe(true);
    expect(source.buffer.subarray(source.at, source.end).equals(whole)).toBe(true);
    expect(() => source.need(whole.length + 1)).toThrow("incorrect header check");
    expect(() => source.skip(whole.length + 1)).toThrow("incorrect header check");
  });
});
