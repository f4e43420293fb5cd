import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { elfBase, writeElf, type ElfPart } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import nativeImage from "../ecosystems/native-image.ts";

const vm = (title: string, java = "") =>
  `x\0com.oracle.svm.core.VM.Target.LibC=glibc\0${java === "" ? "" : `com.oracle.svm.core.VM.Java.Version=${java}\0`}com.oracle.svm.core.VM=${title}\0`;
const heap = { name: ".svm_heap", content: Buffer.alloc(64), writable: true };
const json = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.5", components: [] });

const read = (parts: readonly ElfPart[]) => {
  const bytes = writeElf([{ name: ".text", content: Buffer.alloc(64) }, ...parts]);
  return nativeImage.read({ path: "/app/server", size: bytes.length, mode: 0o755 }, memoryBody(bytes));
};
const sbomOf = (found: ReturnType<typeof read>) =>
  found?.sbom === undefined ? undefined : gunzipSync(Buffer.from(found.sbom, "base64")).toString();

/** Exported symbols of a 64-bit ELF file, with the values that `at` gives. */
function symbols(at: Readonly<Record<string, number>>): readonly ElfPart[] {
  const names = Object.keys(at);
  const rows = Buffer.alloc(24 * (names.length + 1));
  let name = 1;
  for (const [index, key] of names.entries()) {
    const row = 24 * (index + 1);
    rows.writeUInt32LE(name, row);
    rows.writeUInt16LE(1, row + 6);
    rows.writeBigUInt64LE(BigInt(at[key] ?? 0), row + 8);
    name += key.length + 1;
  }
  return [
    { name: ".dynsym", content: rows },
    { name: ".dynstr", content: Buffer.from(`\0${names.map((key) => `${key}\0`).join("")}`) },
  ];
}

/** A program with its SBOM in `.data` behind the length, found by symbols; the length may lie. */
function withSymbols(packed: Uint8Array, length = packed.length, start?: number): ReturnType<typeof read> {
  const data = Buffer.concat([Buffer.alloc(8), packed]);
  data.writeBigUInt64LE(BigInt(length));
  const build = (offset: number) => [
    { name: ".data", content: data, writable: true },
    heap,
    ...symbols({ other: 0, sbom: start ?? elfBase + offset + 8, sbom_length: elfBase + offset }),
  ];
  const whole = writeElf([{ name: ".text", content: Buffer.alloc(64) }, ...build(0)]);
  return read(build(whole.indexOf(data)));
}

describe("a native image of GraalVM", () => {
  it.each([
    [vm("GraalVM CE 25.0.2+10.1", "25.0.2"), ["graalvm 25.0.2", "openjdk 25.0.2"]],
    [vm("Oracle GraalVM 21.0.2+13.1"), ["graalvm 21.0.2", "openjdk 21.0.2"]],
    [vm("GraalVM 22.3.1 Java 17 CE"), ["graalvm 22.3.1"]],
    [vm("Mandrel-23.1.2.0-Final", "21.0.2+13-LTS"), ["graalvm 23.1.2.0", "openjdk 21.0.2"]],
    [vm("dev"), ["graalvm"]],
    ["nothing", ["graalvm"]],
  ])("%j: %j", (text, expected) => {
    const found = read([{ name: ".rodata", content: Buffer.from(text) }, heap]);
    expect(found?.packages?.map(({ name, version }) => `${name} ${version}`.trim())).toEqual(expected);
    expect(found?.packages?.[0]?.identity?.evidence[1]).toBe("without an SBOM of what was compiled in");
    expect(read([{ name: ".rodata", content: Buffer.from(text) }])).toBeUndefined();
  });

  it("reads the SBOM at the symbols' address", () => {
    const found = withSymbols(gzipSync(json));
    expect(sbomOf(found)).toBe(json);
    expect(found?.packages?.[0]?.identity?.evidence[1]).toBe("with an SBOM of what was compiled in");
  });

  it("finds the SBOM in the data of a stripped image, whatever follows it", () => {
    const content = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0, 1]),
      gzipSync(json),
      Buffer.from("more of the program"),
    ]);
    expect(sbomOf(read([{ name: ".data", content }, heap]))).toBe(json);
    const other = gzipSync(JSON.stringify({ a: 1 }));
    expect(sbomOf(read([{ name: ".data", content: other }, heap]))).toBeUndefined();
  });

  it.each<[string, ReturnType<typeof read>, string]>([
    ["a length beyond all bounds", withSymbols(gzipSync(json), 2 ** 40), "larger than 2 MiB"],
    ["a length beyond the end", withSymbols(gzipSync(json), 1_000_000), "beyond its end"],
    ["no gzip", withSymbols(Buffer.from("nothing")), "damaged"],
    ["a bomb", withSymbols(gzipSync(Buffer.alloc(17 * 1024 * 1024))), "larger than it may be"],
  ])("%s: unread with the reason, and named all the same", (_, found, reason) => {
    expect(found?.unread).toMatchObject([{ within: "", reason: expect.stringContaining(reason) as string }]);
    expect(found?.packages).toMatchObject([{ name: "graalvm" }]);
    expect(found?.sbom).toBeUndefined();
  });

  it("searches an image whose symbols are invalid", () => {
    expect(sbomOf(withSymbols(gzipSync(json), undefined, 1))).toBe(json);
  });

  it("reads a hostile image in bounded work", () => {
    const begin = performance.now();
    const magics = Buffer.alloc(3_000_000, Buffer.from([0x1f, 0x8b, 8]));
    read([{ name: ".data", content: magics }, heap]);
    const names = Buffer.alloc(3_000_000, "sbom\0");
    read([{ name: ".dynstr", content: names }, { name: ".dynsym", content: Buffer.alloc(2_400_000, 1) }, heap]);
    read([{ name: ".rodata", content: Buffer.alloc(3_000_000, "com.oracle.svm.core.VM") }, heap]);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});
