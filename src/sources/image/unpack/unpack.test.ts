import { Readable } from "node:stream";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headerBlock, tarOf } from "../../../../test/images/archive.ts";
import { sha256 } from "../../../../test/images/oci.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { packedStream } from "./packed-bytes.ts";
import { readTar } from "../tar/tar.ts";
import { unpackedSource } from "./unpack.ts";

const mebi = 1_048_576;

/** The next `length` bytes, fewer only at the end. */
async function take(source: ByteSource, length: number): Promise<Buffer> {
  await source.need(length);
  const taken = Buffer.from(source.buffer.subarray(source.at, Math.min(source.end, source.at + length)));
  source.at += taken.length;
  return taken;
}

function inPieces(bytes: Uint8Array, piece = 65_536): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
    Buffer.from(bytes.subarray(at * piece, (at + 1) * piece)),
  );
  return Readable.from(pieces, { objectMode: true, highWaterMark: 1 });
}

/** All unpacked bytes, and the final checks. */
async function unpack(
  bytes: Uint8Array,
  expected: { digest?: string; size?: number } = {},
  piece?: number,
): Promise<Buffer> {
  using unpacked = await unpackedSource(packedStream(inPieces(bytes, piece)), { where: "layer 0", ...expected });
  const all: Buffer[] = [];
  for (;;) {
    const taken = await take(unpacked.source, 4_096);
    all.push(taken);
    if (taken.length < 4_096) break;
  }
  await unpacked.finish();
  return Buffer.concat(all);
}

/** Text that compresses, but not to nothing. */
const text = (lines: number, seed = 0): Buffer =>
  Buffer.from(Array.from({ length: lines }, (_, at) => `line ${(at * 7_919 + seed) % 10_007}\n`).join(""));
const skippable = (content: Uint8Array, kind = 0): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50 + kind, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
};
const bad = (message: RegExp) => ({
  name: "Failure",
  code: "bad-image",
  message: expect.stringMatching(message) as string,
});

describe("unpackedSource", () => {
  const content = text(300_000);
  it.each<[string, Buffer, Buffer]>([
    ["plain", content, content],
    ["nothing", Buffer.alloc(0), Buffer.alloc(0)],
    ["three bytes", Buffer.from("abc"), Buffer.from("abc")],
    ["gzip", gzipSync(content), content],
    ["gzip of two members", Buffer.concat([gzipSync(content), gzipSync(text(9))]), Buffer.concat([content, text(9)])],
    ["gzip with zeros after it", Buffer.concat([gzipSync(content), Buffer.alloc(700)]), content],
    ["zstd", zstdCompressSync(content), content],
    ["an empty zstd frame", zstdCompressSync(""), Buffer.alloc(0)],
    [
      "zstd of two frames",
      Buffer.concat([zstdCompressSync(content), zstdCompressSync(text(9))]),
      Buffer.concat([content, text(9)]),
    ],
    [
      "zstd that begins and ends with skippable frames",
      Buffer.concat([
        skippable(text(9_000)),
        zstdCompressSync(content),
        skippable(Buffer.alloc(0), 15),
        zstdCompressSync("x"),
        skippable(text(1)),
      ]),
      Buffer.concat([content, Buffer.from("x")]),
    ],
    ["skippable frames alone", Buffer.concat([skippable(text(9)), skippable(text(2))]), Buffer.alloc(0)],
  ])("passes %s unchanged, in chunks of any size", async (_name, packed, expected) => {
    const checks = { digest: sha256(packed), size: packed.length };
    expect((await unpack(packed, checks)).equals(expected)).toBe(true);
    expect((await unpack(packed, checks, 1_013)).equals(expected)).toBe(true);
    if (packed.length < 1_000) expect((await unpack(packed, checks, 1)).equals(expected)).toBe(true);
  });

  it("finds the end of every zstd frame, split anywhere", async () => {
    const part = fc.record({
      content: fc.uint8Array({ maxLength: 3_000 }),
      level: fc.integer({ min: 0, max: 1 }),
      skip: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 400 }),
        async (parts, piece) => {
          const packed = parts.map(({ content: bytes, level, skip }) =>
            // Checksum flag: ZSTD_c_checksumFlag is 201. A run of zeros creates run-length blocks.
            skip
              ? skippable(bytes)
              : zstdCompressSync(level === 0 ? bytes : Buffer.alloc(bytes.length), { params: { 201: level } }),
          );
          const whole = parts.flatMap(({ content: bytes, level, skip }) =>
            skip ? [] : [level === 0 ? bytes : Buffer.alloc(bytes.length)],
          );
          expect((await unpack(Buffer.concat(packed), {}, piece)).equals(Buffer.concat(whole))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  const gz = gzipSync(content);
  const zst = zstdCompressSync(content);
  it.each<[string, Buffer, RegExp]>([
    ["gzip cut in its data", gz.subarray(0, gz.length / 2), /gzip data is damaged: unexpected end/],
    ["gzip cut in its trailer", gz.subarray(0, -3), /gzip data is damaged: unexpected end/],
    ["a gzip header alone", gz.subarray(0, 10), /gzip data is damaged: unexpected end/],
    ["gzip with a wrong checksum", Buffer.concat([gz.subarray(0, -8), Buffer.alloc(8)]), /gzip data is damaged/],
    ["gzip with garbage after it", Buffer.concat([gz, Buffer.from("garbage")]), /gzip data is damaged/],
    ["zstd cut in its data", zst.subarray(0, zst.length / 2), /zstd data is damaged: unexpected end/],
    ["a second zstd frame cut short", Buffer.concat([zst, zst.subarray(0, 9)]), /zstd data is damaged: unexpected end/],
    [
      "a cut skippable frame",
      Buffer.concat([zst, skippable(text(9)).subarray(0, 20)]),
      /zstd data is damaged: unexpected end/,
    ],
    ["zstd with garbage after it", Buffer.concat([zst, Buffer.from("garbage")]), /zstd data is damaged: what follows/],
    ["zstd with two bytes after it", Buffer.concat([zst, Buffer.from("xx")]), /zstd data is damaged: unexpected end/],
    ["xz", Buffer.from("\xfd7zXZ\0 and more", "latin1"), /compressed with xz/],
    ["bzip2", Buffer.from("BZh91AY&SY"), /compressed with bzip2/],
  ])("refuses %s", async (_name, packed, message) => {
    await expect(unpack(packed)).rejects.toMatchObject(bad(message));
    await expect(unpack(packed, {}, 1_013)).rejects.toMatchObject(bad(message));
  });

  it("verifies size and digest of the compressed bytes", async () => {
    await expect(unpack(gz, { digest: sha256("other") })).rejects.toMatchObject(
      bad(/its digest is sha256:.*, not sha256:/),
    );
    await expect(unpack(gz, { size: gz.length + 1 })).rejects.toMatchObject(bad(/has \d+ bytes, its manifest says/));
    await expect(unpack(gz, { size: gz.length - 1 })).rejects.toMatchObject(bad(/has more than/));
    await expect(unpack(content, { digest: sha256("other") })).rejects.toMatchObject(bad(/its digest is/));
  });

  it("verifies the digest after the archive's end without unpacking the rest", async () => {
    // 64 MiB of zeros after an archive, in 64 KB.
    const bomb = Buffer.concat([gzipSync(tarOf([{ path: "a", content: "x" }])), gzipSync(Buffer.alloc(64 * mebi))]);
    for (const [digest, fine] of [
      [sha256(bomb), true],
      [sha256(""), false],
    ] as const) {
      using unpacked = await unpackedSource(packedStream(inPieces(bomb, 16_384)), {
        where: "layer 0",
        digest,
        size: bomb.length,
      });
      await readTar(unpacked.source, () => undefined, "layer 0");
      const finished = unpacked.finish();
      await (fine
        ? expect(finished).resolves.toBeUndefined()
        : expect(finished).rejects.toMatchObject(bad(/its digest/)));
      expect(unpacked.source.position).toBeLessThan(20 * mebi);
    }
  });

  it("stops in the middle without waiting", async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      yield gz.subarray(0, gz.length / 2);
      await new Promise(() => {});
    }
    using unpacked = await unpackedSource(packedStream(Readable.from(endless())), { where: "layer 0" });
    expect((await take(unpacked.source, 6)).toString()).toBe("line 0");
  });

  it("unpacks only the bytes that are read", async () => {
    // A file of 8 GiB in a few KB of gzip: the header is read, the content never ends.
    const member = gzipSync(Buffer.alloc(32 * mebi));
    const members = Array.from({ length: 256 }, () => member);
    const packed = Buffer.concat([
      gzipSync(headerBlock({ name: "zeros", flag: "0", size: 8 * 1_024 * mebi, base256: true })),
      ...members,
    ]);
    using unpacked = await unpackedSource(packedStream(inPieces(packed)), { where: "layer 0" });
    const before = process.memoryUsage().arrayBuffers;
    expect((await take(unpacked.source, 512)).length).toBe(512);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * mebi);
  });

  it("stops in the middle of an endless file on the signal", async () => {
    const member = gzipSync(Buffer.alloc(32 * mebi));
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield member;
    }
    let at = 0;
    const read = (into: Uint8Array): number => {
      const got = member.copy(into, 0, at);
      at = (at + got) % member.length;
      return got;
    };
    const sources: PackedBytes[] = [
      { atOnce: true, read, [Symbol.dispose]() {} },
      packedStream(Readable.from(endless())),
    ];
    for (const packed of sources) {
      const stop = new AbortController();
      using unpacked = await unpackedSource(packed, { where: "layer 0", signal: stop.signal });
      setTimeout(() => stop.abort(), 1);
      await expect(unpacked.source.skip(1e15)).rejects.toMatchObject({ code: "interrupted" });
    }
  });
});
