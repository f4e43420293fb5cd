import { Readable } from "node:stream";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Member } from "../../../../test/images/archive.ts";
import { headerBlock, padded, paxRecord, tarOf } from "../../../../test/images/archive.ts";
import { Failure } from "../../../domain/failure.ts";
import type { ByteSource } from "../bodies/byte-source.ts";
import { fileSource, streamSource } from "../bodies/byte-source.ts";
import type { TarEntry } from "./tar.ts";
import { cleanPath, readTar } from "./tar.ts";

type Read = TarEntry & { readonly content: string };

async function readAll(source: ByteSource): Promise<Read[]> {
  const entries: (TarEntry & { content: string })[] = [];
  await readTar(
    source,
    (entry) => {
      const read = { ...entry, content: "" };
      entries.push(read);
      const chunks: Buffer[] = [];
      return {
        chunk: (bytes) => chunks.push(Buffer.from(bytes)),
        end: () => void (read.content = Buffer.concat(chunks).toString("latin1")),
      };
    },
    "test.tar",
  );
  return entries;
}

/** In chunks of an odd size, so that headers cross their boundaries. */
function read(tar: Buffer, chunk = 997): Promise<Read[]> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < tar.length; at += chunk) chunks.push(tar.subarray(at, at + chunk));
  return readAll(streamSource(Readable.from(chunks)));
}

async function readFromFile(tar: Buffer, visit?: (entry: TarEntry) => undefined): Promise<Read[]> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    await writeFile(join(folder, "x.tar"), tar);
    await using handle = await open(join(folder, "x.tar"));
    const source = fileSource(handle.fd, 0, tar.length);
    if (visit === undefined) return await readAll(source);
    await readTar(source, visit, "test.tar");
    return [];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const part = fc
  .stringMatching(/^[a-z é-ü世.]{1,40}$/u)
  .filter((text) => !/^\.{1,2}$/.test(text.trim()) && text.trim() !== "");
const path = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join("/"));
const member: fc.Arbitrary<Member> = fc.record({
  path,
  type: fc.constantFrom("file", "dir", "symlink", "hardlink", "fifo"),
  content: fc.uint8Array({ maxLength: 2_000 }),
  mode: fc.nat({ max: 0o7777 }),
  uid: fc.nat({ max: 0o7777777 }),
  gid: fc.nat({ max: 0o7777777 }),
  link: path,
  long: fc.constantFrom("pax", "gnu"),
  base256: fc.boolean(),
  xattrs: fc.dictionary(fc.constantFrom("user.a", "security.capability"), fc.uint8Array({ maxLength: 100 })),
});

function paxOf(body: string): Buffer {
  return Buffer.concat([headerBlock({ name: "x", flag: "x", size: body.length }), padded(Buffer.from(body, "latin1"))]);
}

describe("readTar", () => {
  it("reads written members, from streams and files", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { maxLength: 8 }),
        fc.integer({ min: 1, max: 3_000 }),
        async (members, chunk) => {
          const tar = tarOf(members);
          const expected = members.map((one, index) => {
            const isFile = one.type === "file";
            const xattrs = Object.entries(one.xattrs ?? {})
              .map(([key, value]) => [key, Buffer.from(value).toString("base64")] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1));
            return {
              index,
              path: cleanPath(one.path),
              type: one.type,
              mode: one.mode,
              uid: one.uid,
              gid: one.gid,
              size: isFile ? one.content?.length : 0,
              stored: isFile ? one.content?.length : 0,
              content: isFile ? Buffer.from(one.content ?? "").toString("latin1") : "",
              ...(one.type === "symlink" ? { link: one.link } : {}),
              ...(one.type === "hardlink" ? { link: cleanPath(one.link ?? "") } : {}),
              ...(xattrs.length > 0 ? { xattrs: Object.fromEntries(xattrs) } : {}),
            };
          });
          const streamed = await read(tar, chunk);
          expect(streamed).toEqual(expected.map((one, at) => ({ ...one, offset: streamed[at]?.offset })));
          expect(await readFromFile(tar)).toEqual(streamed);
          for (const entry of streamed) {
            const stored = tar.subarray(entry.offset, entry.offset + entry.stored).toString("latin1");
            expect(stored).toBe(entry.content);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("skips contents without reading them", async () => {
    const big = Buffer.alloc(3_000_000, "x");
    const paths: string[] = [];
    await readFromFile(
      tarOf([
        { path: "big", content: big },
        { path: "after", content: "y" },
      ]),
      (entry) => {
        paths.push(entry.path);
        return undefined;
      },
    );
    expect(paths).toEqual(["/big", "/after"]);
  });

  it("joins the ustar prefix", async () => {
    const long = `${"folder/".repeat(20)}name`;
    expect((await read(tarOf([{ path: long, long: "prefix" }])))[0]?.path).toBe(`/${long}`);
  });

  it("keeps binary attribute values, with NUL and line ends", async () => {
    const value = Buffer.from([1, 0, 10, 61, 255, 0]);
    const [entry] = await read(tarOf([{ path: "ping", xattrs: { "security.capability": value } }]));
    expect(entry?.xattrs).toEqual({ "security.capability": value.toString("base64") });
  });

  it("applies global extended headers until the end, and others to one member", async () => {
    const global = paxRecord("gid", Buffer.from("70000"));
    const local = paxRecord("uid", Buffer.from("80000"));
    const entries = await read(
      Buffer.concat([
        headerBlock({ name: "g", flag: "g", size: global.length }),
        padded(global),
        headerBlock({ name: "x", flag: "x", size: local.length }),
        padded(local),
        headerBlock({ name: "a", flag: "0" }),
        headerBlock({ name: "b", flag: "0" }),
      ]),
    );
    expect(entries.map(({ uid, gid }) => [uid, gid])).toEqual([
      [80_000, 70_000],
      [0, 70_000],
    ]);
  });

  it("tolerates a sparse member with a second map block", async () => {
    const data = Buffer.from("data");
    const map = Buffer.alloc(512);
    const header = headerBlock({
      name: "disk",
      flag: "S",
      size: data.length,
      overwrite: (block) => {
        block[482] = 1;
        block.write("00010000000\0", 483, 12, "latin1");
      },
    });
    const tar = Buffer.concat([header, map, padded(data), headerBlock({ name: "after", flag: "0" })]);
    const entries = await read(tar);
    expect(entries.map(({ path: name, size, stored }) => [name, size, stored])).toEqual([
      ["/disk", 2_097_152, 4],
      ["/after", 0, 0],
    ]);
  });

  it("keeps hostile paths as data", async () => {
    const paths = ["../../etc/passwd", "/etc//shadow", "./a/./b/", "a/../../b", "."];
    const entries = await read(tarOf(paths.map((name) => ({ path: name, type: "file" }))));
    expect(entries.map((entry) => entry.path)).toEqual(["/../../etc/passwd", "/etc/shadow", "/a/b", "/a/../../b", "/"]);
  });

  it("distinguishes names with invalid UTF-8", async () => {
    const blocks = [0xe9, 0xe8].map((byte) => headerBlock({ name: Buffer.from([97, byte]), flag: "0" }));
    expect((await read(Buffer.concat(blocks))).map((entry) => entry.path)).toEqual(["/a\\xe9", "/a\\xe8"]);
  });

  it("accepts an archive without end marker, and an empty one", async () => {
    expect(await read(headerBlock({ name: "a", flag: "0" }))).toHaveLength(1);
    expect(await read(Buffer.alloc(0))).toEqual([]);
    expect(await read(Buffer.alloc(1024))).toEqual([]);
  });

  const oversized = headerBlock({ name: "x", flag: "x", size: 0o77777777 });
  it.each<[string, Buffer, RegExp]>([
    ["text", Buffer.from("FROM debian\n".repeat(100)), /byte 0: a header's checksum/],
    ["a flipped bit", tarOf([{ path: "a", content: "x" }]).fill(7, 110, 111), /not a number|checksum/],
    ["a header cut short", tarOf([{ path: "a" }]).subarray(0, 300), /middle of a member/],
    [
      "a content cut short",
      tarOf([{ path: "a", content: "x".repeat(2_000) }]).subarray(0, 1_000),
      /middle of a member/,
    ],
    ["an absurd size", headerBlock({ name: "a", flag: "0", size: Number.MAX_SAFE_INTEGER, base256: true }), /middle/],
    [
      "a size beyond all numbers",
      headerBlock({ name: "a", flag: "0", overwrite: (block) => void block.fill(0xbf, 124, 136) }),
      /absurdly large/,
    ],
    [
      "a negative size",
      headerBlock({ name: "a", flag: "0", overwrite: (block) => void block.fill(0xff, 124, 136) }),
      /negative/,
    ],
    [
      "a size that is not a number",
      headerBlock({ name: "a", flag: "0", overwrite: (block) => void block.write("12345abc", 124, "latin1") }),
      /not a number/,
    ],
    ["a huge extended header", oversized, /claims 16777215 bytes/],
    ["an extended header and no member", headerBlock({ name: "x", flag: "x" }), /middle of a member/],
    [
      "an extended header that lies about its length",
      Buffer.concat([headerBlock({ name: "x", flag: "x", size: 11 }), padded(Buffer.from("99 path=ab\n"))]),
      /malformed/,
    ],
    [
      "a record of no length",
      Buffer.concat([headerBlock({ name: "x", flag: "x", size: 11 }), padded(Buffer.from("0 path=abc\n"))]),
      /malformed/,
    ],
    // A length of 0 in the zeros matched the end of the previous record, in an endless loop.
    ["an extended header that ends in zeros", paxOf("14 path=abcde\n\0\0\0\0"), /malformed/],
    ["zeros that hold a blank", paxOf("14 path=abcde\n\0\0 \0"), /malformed/],
    ["a second record of no length", paxOf("14 path=abcde\n0 path=abc\n"), /malformed/],
    ["a second record that ends in its own length", paxOf("14 path=abcde\n2 path=abc\n"), /malformed/],
    ["a second record without a blank", paxOf("14 path=abcde\n14path=abcde\n"), /malformed/],
    ["a name of 10,000 characters", tarOf([{ path: "n".repeat(10_000) }]), /a name has 10000 characters/],
  ])("refuses %s", async (_name, tar, message) => {
    const error = await read(tar).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: "bad-image", message: expect.stringMatching(message) as string });
    expect(await readFromFile(tar).catch((caught: unknown) => caught)).toMatchObject({ code: "bad-image" });
  });

  it("ends normally or with a Failure for any bytes", async () => {
    const valid = tarOf([
      { path: "a".repeat(150), content: "hello" },
      { path: "b", type: "symlink", link: "a", xattrs: { "user.x": Buffer.from("y") } },
    ]);
    const damage = fc.array(fc.tuple(fc.nat({ max: valid.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat({ max: valid.length }), async (changes, length) => {
        const tar = Buffer.from(valid);
        for (const [at, byte] of changes) tar[at] = byte;
        await read(tar.subarray(0, length)).catch((error: unknown) => {
          if (!(error instanceof Failure)) throw error;
        });
      }),
    );
  });

  it("stops on an interruption", async () => {
    const source = streamSource(Readable.from([tarOf([{ path: "a" }])]));
    const reading = readTar(source, () => undefined, "test.tar", AbortSignal.abort());
    await expect(reading).rejects.toMatchObject({ code: "interrupted" });
  });
});
