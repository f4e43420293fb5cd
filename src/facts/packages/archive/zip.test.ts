import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ZipFile, ZipShape } from "../../../../test/formats/write-zip.ts";
import { writeZip } from "../../../../test/formats/write-zip.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import { newBudget } from "./budget.ts";
import { entryBody, entryText } from "./entry-content.ts";
import { zipEntries } from "./zip.ts";

const textsOf = (bytes: Uint8Array, budget = newBudget()) => {
  const body = memoryBody(bytes);
  return [...zipEntries(body, budget)].map((entry) => [entry.name, entryText(body, entry, 1_000_000, budget)]);
};
const files: readonly ZipFile[] = [
  { name: "META-INF/", content: "", stored: true },
  { name: "a.txt", content: "alpha" },
  { name: "ß.txt", content: "stored content", stored: true },
  { name: "empty", content: "" },
  { name: "d.txt", content: "its sizes follow it", descriptor: true },
];
const contents = files.map(({ name, content }) => [name, content]);
const script = Buffer.from("#!/bin/sh\nexec java -jar $0\n");

describe("a ZIP file", () => {
  it.each<[string, ZipShape]>([
    ["plain", {}],
    ["with a comment", { comment: "x".repeat(65_535) }],
    ["with 64-bit numbers", { long: true }],
    ["after a script that its offsets leave out", { prefix: script }],
    ["after a script that its offsets count", { prefix: script, countPrefix: true }],
    ["with 64-bit numbers after a script that they leave out", { prefix: script, long: true }],
    ["with 64-bit numbers after a script that they count", { prefix: script, long: true, countPrefix: true }],
  ])("%s", (_title, shape) => {
    expect(textsOf(writeZip(files, shape))).toEqual(contents);
  });

  it("reads back any files", () => {
    const file = fc.record({
      name: fc.string({ unit: "grapheme", maxLength: 40 }),
      content: fc.uint8Array({ maxLength: 300 }),
      stored: fc.boolean(),
      descriptor: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(file, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.uint8Array(),
        (list, long, prefix) => {
          const body = memoryBody(writeZip(list, { long, prefix }));
          const budget = newBudget();
          const back = [...zipEntries(body, budget)].map((entry) => {
            const content = entryBody(body, entry, 1000, budget);
            return [entry.name, Buffer.from(content.read(0, content.size)).toString("hex")];
          });
          expect(back).toEqual(list.map(({ name, content }) => [name, Buffer.from(content).toString("hex")]));
        },
      ),
    );
  });

  it("reads a directory over several windows", () => {
    const many = Array.from({ length: 9000 }, (_, index) => ({ name: `folder/of/a/long/name/${index}`, content: "x" }));
    expect(textsOf(writeZip(many)).map(([name]) => name)).toEqual(many.map(({ name }) => name));
  });

  it("returns nothing without entries", () => {
    expect(textsOf(writeZip([]))).toEqual([]);
  });
});

describe("a damaged or hostile ZIP file", () => {
  const zip = writeZip(files);
  const withEnd = (change: (end: Buffer) => void) => {
    const copy = Buffer.from(zip);
    change(copy.subarray(copy.length - 22));
    return copy;
  };
  it.each<[string, Uint8Array, string]>([
    ["no ZIP file", Buffer.from("PK\x03\x04 something else"), "no ZIP directory"],
    ["empty", Buffer.alloc(0), "no ZIP directory"],
    ["cut", zip.subarray(0, zip.length - 23), "no ZIP directory"],
    ["a directory larger than the file", withEnd((end) => end.writeUInt32LE(1 << 30, 12)), "outside of the file"],
    ["a directory elsewhere", withEnd((end) => end.writeUInt32LE(7, 12)), "middle of an entry"],
    ["64-bit numbers that no one wrote", withEnd((end) => end.writeUInt32LE(0xffffffff, 16)), "outside of the file"],
    ["encrypted", writeZip([{ name: "a", content: "a", encrypted: true }]), "encrypted"],
    ["another compression", writeZip([{ name: "a", content: "a", stored: true, method: 12 }]), "ZIP method 12"],
    [
      "a header elsewhere",
      writeZip([{ name: "a", content: "a", claims: { headerAt: 1e6 } }]),
      "outside of the archive",
    ],
    [
      "a longer content",
      writeZip([{ name: "a", content: "a", claims: { compressedSize: 1e6 } }]),
      "outside of the archive",
    ],
    ["more than it says", writeZip([{ name: "a", content: "a".repeat(500), claims: { size: 100 } }]), "larger than"],
    ["less than it says", writeZip([{ name: "a", content: "a", claims: { size: 100 } }]), "another size"],
    ["too much", writeZip([{ name: "a", content: "a", claims: { size: 1e9 } }]), "larger than what is unpacked"],
    ["no deflate stream", writeZip([{ name: "a", content: "aaaa", stored: true, method: 8 }]), "damaged"],
  ])("%s", (_title, bytes, reason) => {
    expect(() => textsOf(bytes)).toThrow(reason);
  });

  it("limits overlapping entries by the budget", () => {
    const content = "0".repeat(1_000_000);
    const compressedSize = deflateRawSync(content).length;
    const claims = { headerAt: 0, size: content.length, compressedSize };
    const bomb = writeZip([
      { name: "a", content },
      ...Array.from({ length: 5000 }, () => ({ name: "a", content: "", claims })),
    ]);
    expect(() => textsOf(bomb, { bytes: 20_000_000, entries: 10_000, archives: 1 })).toThrow("1 GiB");
    expect(() => textsOf(bomb, { bytes: 2e9, entries: 20, archives: 1 })).toThrow("1,000,000 entries");
  });

  it("returns entries or an Error for any changed bytes", () => {
    const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const copy = Buffer.from(zip);
        for (const [at, byte] of changes) copy[at] = byte;
        try {
          textsOf(copy);
        } catch (error) {
          expect(String(error)).toMatch(/^Error: it/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
