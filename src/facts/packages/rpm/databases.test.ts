import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeBytes } from "../../../../test/images/probe-bytes.ts";
import { writeHash } from "../../../../test/images/rpm/write-hash.ts";
import { packageTags, writeHeader } from "../../../../test/images/rpm/write-header.ts";
import { writeNdb } from "../../../../test/images/rpm/write-ndb.ts";
import { writeSqlite } from "../../../../test/images/rpm/write-sqlite.ts";
import rpm from "../ecosystems/rpm.ts";

/** From a header that fits any page to one of 300 KB. */
const sizes = [0, 1, 3, 30, 200, 2000, 12_000, 0, 5];
const names = sizes.map((_, index) => `package-${index}`);
const headers = sizes.map((files, index) =>
  writeHeader(
    packageTags(
      names[index] ?? "",
      {},
      Array.from({ length: files }, (_, file) => `file-number-${file}`),
    ),
  ),
);
const key = writeHeader({ 1000: "gpg-pubkey", 1001: "a", 1002: "b" });

const sqlite = "/var/lib/rpm/rpmdb.sqlite";
const ndb = "/usr/lib/sysimage/rpm/Packages.db";
const hash = "/var/lib/rpm/Packages";

function read(path: string, bytes: Uint8Array) {
  const packages = probeBytes(rpm, path, bytes)?.packages ?? [];
  return packages
    .map(({ name, owns }) => ({ name, files: owns?.length ?? 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
const expected = names.map((name, index) => ({ name, files: sizes[index] ?? 0 }));

describe("SQLite", () => {
  it.each([512, 1024, 4096, 65_536])("reads all packages with pages of %i bytes", (pageSize) => {
    expect(read(sqlite, writeSqlite([...headers, key], { pageSize }).database)).toEqual(expected);
  });
  it("reads a table of many levels", () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      writeHeader(packageTags(`p${String(index).padStart(4, "0")}`)),
    );
    const found = read(sqlite, writeSqlite(many, { pageSize: 512 }).database);
    expect(found.map(({ name }) => name)).toEqual(many.map((_, index) => `p${String(index).padStart(4, "0")}`));
  });
  it("reports a write-ahead log with changes, but not an emptied one", () => {
    const { log } = writeSqlite(headers);
    expect(() => probeBytes(rpm, `${sqlite}-wal`, log)).toThrow("may be out of date");
    expect(probeBytes(rpm, `${sqlite}-wal`, new Uint8Array())).toBeUndefined();
    expect(probeBytes(rpm, `${sqlite}-wal`, log.subarray(0, 32))).toBeUndefined();
    const old = Buffer.from(log);
    old.writeUInt32BE(1, 16);
    expect(probeBytes(rpm, `${sqlite}-wal`, old)).toBeUndefined();
  });
  it("requires the table of packages", () => {
    expect(() => read(sqlite, writeSqlite([], { table: "Others" }).database)).toThrow("no table of packages");
    expect(read(sqlite, writeSqlite([]).database)).toEqual([]);
  });
  it("stops at a circular overflow chain", () => {
    const { database } = writeSqlite([headers[5] ?? key], { pageSize: 512 });
    const pages = database.length / 512;
    // Every page but those of the schema and the table's root: its first word names the next page.
    for (let page = 5; page < pages; page++) database.writeUInt32BE(pages, page * 512);
    expect(() => read(sqlite, database)).toThrow(/two places in it refer to page \d+/);
  });
  it("reports the position of a cut", () => {
    const { database } = writeSqlite(headers);
    expect(() => read(sqlite, database.subarray(0, database.length - 4096))).toThrow(
      /it refers to page \d+ and has \d+/,
    );
  });
});

describe("ndb", () => {
  it("reads all packages and skips free slots", () => {
    expect(read(ndb, writeNdb([...headers, key]))).toEqual(expected);
    expect(read(ndb, writeNdb([]))).toEqual([]);
  });
  it.each([
    ["another version", (bytes: Buffer) => bytes.writeUInt32LE(7, 4), "version 7"],
    ["more slots than file", (bytes: Buffer) => bytes.writeUInt32LE(0xffffffff, 12), "middle of its table"],
    ["a damaged slot", (bytes: Buffer) => bytes.write("Slat", 48), "table is damaged"],
    ["a package beyond the end", (bytes: Buffer) => bytes.writeUInt32LE(0xfffffff, 32 + 8), "beyond its end"],
    ["a package of another number", (bytes: Buffer) => bytes.writeUInt32LE(99, 32 + 4), "is damaged"],
    [
      "a length beyond its blocks",
      (bytes: Buffer) => bytes.writeUInt32LE(0xffffff, 4096 + 12),
      "longer than its blocks",
    ],
  ])("refuses %s", (_, damage, reason) => {
    const bytes = writeNdb(headers);
    damage(bytes);
    expect(() => read(ndb, bytes)).toThrow(reason);
  });
  it("refuses slots that share their blocks", () => {
    const bytes = writeNdb([key]);
    const slot = bytes.subarray(32, 48);
    for (let at = 48; at < 4096; at += 16) bytes.set(slot, at);
    expect(() => read(ndb, bytes)).toThrow("overlap");
  });
});

describe("Berkeley DB", () => {
  it.each([
    { little: true, pageSize: 512, buckets: 1 },
    { little: false, pageSize: 4096, buckets: 7 },
    { little: true, pageSize: 8192, buckets: 40 },
  ])("reads all packages: %o", (options) => {
    expect(read(hash, writeHash([...headers, key], options))).toEqual(expected);
  });
  it.each([
    ["encryption", (bytes: Buffer) => bytes.writeUInt8(1, 24), "encrypted"],
    ["checksums", (bytes: Buffer) => bytes.writeUInt8(1, 26), "checksums"],
    ["pages of no size", (bytes: Buffer) => bytes.writeUInt32LE(0, 20), "cannot have 0 bytes"],
    ["too many buckets", (bytes: Buffer) => bytes.writeUInt32LE(0xffffffff, 72), "more buckets than pages"],
    ["a bucket of another kind", (bytes: Buffer) => bytes.writeUInt8(5, 512 + 25), "not a bucket"],
    ["a chain that names its own page", (bytes: Buffer) => bytes.writeUInt32LE(1, 512 + 16), "two places"],
    ["more items than fit", (bytes: Buffer) => bytes.writeUInt16LE(5000, 512 + 20), "bucket in it is damaged"],
  ])("refuses %s", (_, damage, reason) => {
    const bytes = writeHash([key]);
    damage(bytes);
    expect(() => read(hash, bytes)).toThrow(reason);
  });
});

it("rejects other content and skips an empty file", () => {
  expect(() => read(hash, Buffer.from("just some text"))).toThrow("none of the databases");
  expect(read(hash, new Uint8Array())).toEqual([]);
});

const small = headers.slice(0, 5);
it.each([
  ["SQLite", sqlite, writeSqlite(small, { pageSize: 512 }).database],
  ["ndb", ndb, writeNdb(small)],
  ["Berkeley DB", hash, writeHash(small)],
])("%s: flipped bytes and cuts give packages or a reason", (_, path, whole) => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), { maxLength: 20 }),
      fc.option(fc.nat(whole.length)),
      (flips, cut) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of flips) bytes[at] = byte;
        expectReason(() => read(path, bytes.subarray(0, cut ?? bytes.length)));
      },
    ),
    { numRuns: 500 },
  );
  // The first page steers everything else: every byte of its head, with the values that mean most.
  for (let at = 0; at < 200; at++) {
    for (const byte of [0, 1, 0x7f, 0xff]) {
      const bytes = Buffer.from(whole);
      bytes[at] = byte;
      expectReason(() => read(path, bytes));
    }
  }
});

/** Errors of the language (a view beyond its buffer, a length that is none) are bugs of the reader, not reasons. */
function expectReason(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).constructor).toBe(Error);
    expect((error as Error).message).not.toBe("");
  }
}
