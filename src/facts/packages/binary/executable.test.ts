import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstPartAt, writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import { isExecutable, offsetOf, readExecutable, sectionNamed } from "./executable.ts";
import { occurrences } from "./search.ts";

const read = (bytes: Uint8Array) =>
  readExecutable({ path: "/bin/x", size: bytes.length, mode: 0o755 }, memoryBody(bytes));
const parts = [
  { name: ".rodata", content: Buffer.from("constant") },
  { name: ".data", content: Buffer.from("variable!"), writable: true },
];

describe("ELF", () => {
  it.each([
    { wordSize: 8, bigEndian: false },
    { wordSize: 8, bigEndian: true },
    { wordSize: 4, bigEndian: false },
    { wordSize: 4, bigEndian: true },
    { wordSize: 8, bigEndian: false, longCounts: true },
    { wordSize: 4, bigEndian: true, longCounts: true },
  ] as const)("sections and segments: %o", (shape) => {
    const file = writeElf(parts, shape);
    const found = read(file);
    expect(isExecutable(file.subarray(0, 64))).toBe(true);
    expect(
      found?.sections.map(({ name, offset, size }) => [name, file.toString("latin1", offset, offset + size)]),
    ).toEqual([
      [".rodata", "constant"],
      [".data", "variable!"],
      [".shstrtab", "\0.rodata\0.data\0.shstrtab\0"],
    ]);
    expect(found?.segments.map(({ writable, size }) => [writable, size])).toEqual([
      [false, 8],
      [true, 9],
    ]);
    const data = found?.sections[1];
    expect(found === undefined || data === undefined ? "" : offsetOf(found, data.address + 3)).toBe(
      (data?.offset ?? 0) + 3,
    );
  });

  it("ignores an invalid table and still recognizes the program", () => {
    const sectionsAt = (value: bigint) => {
      const file = writeElf(parts);
      file.writeBigUInt64LE(value, 40);
      return read(file);
    };
    for (const value of [1n << 40n, (1n << 64n) - 1n, 5000n]) {
      expect(sectionsAt(value)).toMatchObject({ sections: [], segments: [{}, {}] });
    }
  });

  it("skips tables with millions of sections", () => {
    const file = writeElf(parts, { longCounts: true });
    file.writeBigUInt64LE(100_000_000n, Number(file.readBigUInt64LE(40)) + 32);
    expect(read(file)?.sections).toEqual([]);
  });

  it("drops a section beyond the end of the file", () => {
    const file = writeElf(parts);
    file.writeBigUInt64LE(1n << 60n, Number(file.readBigUInt64LE(40)) + 64 + 32);
    expect(read(file)?.sections.map(({ name }) => name)).toEqual([".data", ".shstrtab"]);
  });

  it("finds a section by its whole name", () => {
    const found = read(writeElf([...parts, { name: ".go.buildinfo.more", content: Buffer.from("x") }]));
    expect(found?.hasSections).toBe(true);
    const named = (name: string) => (found === undefined ? "" : sectionNamed(found, name)?.size);
    expect([".data", ".go.buildinfo", ".dep-v0", "data"].map(named)).toEqual([9, undefined, undefined, undefined]);
    expect(read(writeElf(parts, { sections: false }))).toMatchObject({ hasSections: false, sections: [] });
  });

  it("ignores object files and core dumps", () => {
    const file = writeElf(parts);
    for (const type of [0, 1, 4]) {
      file.writeUInt16LE(type, 16);
      expect(isExecutable(file)).toBe(false);
    }
    expect(isExecutable(Buffer.from("#!/bin/sh\n"))).toBe(false);
    expect(isExecutable(new Uint8Array())).toBe(false);
  });

  it("returns ranges within the file, or nothing, for any changed bytes", () => {
    const patch = fc.tuple(fc.nat(firstPartAt(2) + 300), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(patch, { maxLength: 12 }), fc.nat(600), (patches, length) => {
        const file = writeElf(parts);
        for (const [at, byte] of patches) if (at < file.length) file[at] = byte;
        const cut = file.subarray(0, Math.max(0, file.length - length));
        const found = read(cut);
        for (const { offset, size } of [...(found?.sections ?? []), ...(found?.segments ?? [])]) {
          expect(offset + size).toBeLessThanOrEqual(cut.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("never fails for any bytes after any magic", () => {
    const magic = fc.constantFrom("7f454c460201", "7f454c460102", "4d5a", "cffaedfe");
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 400 }), (first, rest) => {
        const found = read(Buffer.concat([Buffer.from(first, "hex"), rest]));
        if (found !== undefined) expect([found.sections, found.segments, found.hasSections]).toHaveLength(3);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("search in windows", () => {
  it("finds matches across two windows, each once", () => {
    const file = Buffer.alloc(3 * 1024 * 1024 + 100);
    const places = [0, 1024 * 1024 - 3, 2 * 1024 * 1024 + 1, file.length - 6];
    for (const at of places) file.write("needle", at);
    expect([...occurrences(memoryBody(file), Buffer.from("needle"))]).toEqual(places);
    expect([...occurrences(memoryBody(file), Buffer.from("needle"), 1, file.length - 1)]).toEqual(places.slice(1, 3));
  });

  it("stops where a file is shorter than declared", () => {
    const body = { size: 1e12, read: (at: number) => (at === 0 ? Buffer.from("needle") : Buffer.alloc(0)) };
    expect([...occurrences(body, Buffer.from("needle"))]).toEqual([0]);
  });
});
