// Small archives that would exceed all memory, or hours of time. A separate process reads each; its peak memory
// is compared with that of an ordinary image. The long run uses a million entries
// instead of 20,000, and 10 GB of zeros instead of 5, which exceed 32 bits.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { long } from "../../../test/long.ts";
import { headerBlock, paxRecord, padded } from "../../../test/images/archive.ts";
import { measured, packedLayer, packedZeros, savedLayer, type Measured } from "../../../test/images/measured.ts";

const [many, zeros] = long ? [1_000_000, 10] : [20_000, 5];
const megabyte = 1_048_576;
const gigabyte = 1024 * megabyte;

let folder = "";
let usual = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  usual = (await read(packedZeros("etc/passwd", 512))).peak;
});
afterAll(() => rm(folder, { recursive: true }));

/** The result for an image that lists this layer this many times. */
async function read(layer: Uint8Array, times = 1): Promise<Measured> {
  const path = join(folder, `${crypto.randomUUID()}.tar`);
  await writeFile(path, savedLayer(layer, times));
  return measured(path).finally(() => rm(path));
}

/** A gzip layer with this many entries; 512-byte blocks one by one would be the slowest part. */
function layerOf(count: number, of: (at: number) => readonly Uint8Array[]): Promise<Buffer> {
  function* gathered(): Generator<Uint8Array> {
    let [held, size]: [Uint8Array[], number] = [[], 0];
    for (let at = 0; at < count; at++) {
      for (const one of of(at)) {
        held.push(one);
        size += one.length;
      }
      if (size < megabyte) continue;
      yield Buffer.concat(held);
      [held, size] = [[], 0];
    }
    yield Buffer.concat(held);
  }
  return packedLayer(gathered());
}

const file = (name: string, size = 0) => headerBlock({ name, flag: "0", size });
function extended(records: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, Buffer.from(value))));
  return Buffer.concat([headerBlock({ name: "x", flag: "x", size: body.length }), padded(body)]);
}

describe("bombs", () => {
  it(`${zeros} GB of zeros in as many MB are counted, not held`, async () => {
    const layer = packedZeros("var/zeros", zeros * gigabyte);
    expect(layer.length).toBeLessThan(1.2 * zeros * megabyte);
    const result = await read(layer);
    expect(result).toMatchObject({ code: "facts", files: 1 });
    expect(result.peak - usual).toBeLessThan(300 * megabyte);
  }, 300_000);

  it.each([
    ["a passwd", "etc/passwd", "root:x:0:0::/:/bin/sh\n"],
    ["a manifest", "app/package.json", "{"],
    ["a database", "var/lib/dpkg/status", "Package: a\n"],
    ["a jar", "app/x.jar", "PK\u0003\u0004"],
    ["a program", "usr/bin/program", "\u007fELF\u0002\u0001\u0001"],
  ])(
    "%s of 400 MB, nearly all of it zeros",
    async (_, name, head) => {
      const result = await read(packedZeros(name, 400 * megabyte, Buffer.from(head)));
      expect(result).toMatchObject({ code: "facts", files: 1 });
      expect(result.peak - usual).toBeLessThan(300 * megabyte);
    },
    120_000,
  );
});

describe("a layer that is listed repeatedly", () => {
  it("is unpacked once", async () => {
    const result = await read(packedZeros("var/zeros", gigabyte), 1_000);
    expect(result).toMatchObject({ code: "facts", files: 1_000 });
    expect(result.peak - usual).toBeLessThan(300 * megabyte);
  }, 300_000);

  it("counts each time towards the limits of an image", async () => {
    const link = (at: number) => [
      extended({ linkpath: "/x".repeat(4_000) }),
      headerBlock({ name: `l${at}`, flag: "2" }),
    ];
    const result = await read(await layerOf(3_000, link), 100);
    expect(result).toMatchObject({ code: "bad-image", message: expect.stringMatching(/512 MiB/) as string });
    expect(result.peak - usual).toBeLessThan(300 * megabyte);
  }, 300_000);
});

describe("numbers of entries", () => {
  it.each([
    ["files in one folder", (at: number) => [file(`d/${at}`)]],
    ["times one name", () => [file("etc/same")]],
    ["folders, each with one file", (at: number) => [file(`d${at}/x`)]],
    [
      "times one name, a file and a folder in turn, among as many folders",
      (at: number) => [file(`d${at}/x`), file(at % 2 === 0 ? "t/x" : "t")],
    ],
    ["hard links to the one before", (at: number) => [headerBlock({ name: `l${at}`, flag: "1", link: `l${at - 1}` })]],
    ["whiteouts of one folder", (at: number) => [file(`w/${at}`), file("w/.wh..wh..opq")]],
  ])(
    `${many} %s`,
    async (_, of) => {
      const result = await read(await layerOf(many, of));
      expect(result.code).toBe("facts");
      expect(result.peak - usual).toBeLessThan((100 + many / 670) * megabyte);
    },
    300_000,
  );
});

describe("text that packs well is refused before it fills the memory", () => {
  const text = "A".repeat(megabyte - 100);
  it.each([
    [
      "extended attributes of a megabyte each",
      400,
      (at: number) => [extended({ "SCHILY.xattr.user.a": text }), file(`f${at}`)],
    ],
    [
      "link targets of 8,000 characters",
      40_000,
      (at: number) => [extended({ linkpath: "/x".repeat(4_000) }), headerBlock({ name: `l${at}`, flag: "2" })],
    ],
    [
      "paths of 4,000 folders, no two of them the same",
      3_000,
      (at: number) => [extended({ path: `${at}/${"a/".repeat(3_900)}f` }), file("f")],
    ],
  ])(
    "%s",
    async (_, count, of) => {
      const result = await read(await layerOf(count, of));
      expect(result).toMatchObject({ code: "bad-image", message: expect.stringMatching(/more than|names/) as string });
      expect(result.peak - usual).toBeLessThan(1_000 * megabyte);
    },
    300_000,
  );
});
