import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstPartAt, writeElf, type ElfPart, type ElfShape } from "../../../../test/formats/write-elf.ts";
import { machineCode } from "./machine-code.ts";

const code: ElfPart = { name: ".text", content: Buffer.alloc(9_000, 1), executable: true };
const constants: ElfPart = { name: ".rodata", content: Buffer.from("constant") };
const data: ElfPart = { name: ".data", content: Buffer.from("variable"), writable: true };
const of = (parts: readonly ElfPart[], shape?: ElfShape) => machineCode(writeElf(parts, shape).subarray(0, 4096));

describe("machineCode", () => {
  it("returns the code segment without the file's first 4 KiB", () => {
    const at = firstPartAt(3);
    expect(of([code, constants, data])).toEqual([{ start: 4096, end: at + 9_000 }]);
    expect(of([constants, code, data], { bigEndian: true })).toEqual([{ start: 4096, end: at + 16 + 9_000 }]);
    const far = { name: ".rodata", content: Buffer.alloc(8_192) };
    expect(of([far, code])).toEqual([{ start: firstPartAt(2) + 8_192, end: firstPartAt(2) + 8_192 + 9_000 }]);
  });

  it("finds none among constants, in writable segments, in 32-bit files and in files that are not ELF", () => {
    expect(of([code, data])).toEqual([]);
    expect(of([code])).toEqual([]);
    expect(of([constants, { ...code, writable: true }])).toEqual([]);
    expect(of([code, constants], { wordSize: 4 })).toEqual([]);
    expect(machineCode(Buffer.alloc(4096, "MZ"))).toEqual([]);
    expect(machineCode(Buffer.alloc(4096, 0x7f))).toEqual([]);
    expect(machineCode(new Uint8Array(0))).toEqual([]);
  });

  it("finds none when the segment table is beyond the first 4 KiB or claims too many", () => {
    const file = writeElf([code, constants]);
    file.writeBigUInt64LE(5_000n, 32);
    expect(machineCode(file.subarray(0, 4096))).toEqual([]);
    file.writeBigUInt64LE((1n << 64n) - 1n, 32);
    expect(machineCode(file.subarray(0, 4096))).toEqual([]);
    const many = writeElf([code, constants]);
    many.writeUInt16LE(0xffff, 56);
    expect(machineCode(many.subarray(0, 4096))).toEqual([]);
  });

  it("never fails, whatever the header says", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 400 }), (rest) => {
        const head = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), rest]);
        for (const { start } of machineCode(head)) expect(start).toBeGreaterThanOrEqual(4096);
      }),
    );
  });
});
