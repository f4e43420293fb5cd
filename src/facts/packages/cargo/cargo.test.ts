import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import cargo from "../ecosystems/cargo.ts";

const readBytes = (section: Uint8Array) => {
  const bytes = writeElf([
    { name: ".text", content: Buffer.alloc(40) },
    { name: ".dep-v0", content: section },
  ]);
  return cargo.read({ path: "/usr/bin/tool", size: bytes.length, mode: 0o755 }, memoryBody(bytes))?.packages;
};
const read = (json: unknown) => readBytes(deflateSync(JSON.stringify(json)));

it("lists runtime crates with dependencies, without build crates", () => {
  expect(
    read({
      packages: [
        { name: "cc", version: "1.0.0", source: "crates.io", kind: "build" },
        { name: "libc", version: "0.2.1", source: "crates.io", dependencies: [0] },
        { name: "tool", version: "3.0.0", source: "local", dependencies: [0, 1], root: true },
      ],
    }),
  ).toEqual([
    { name: "libc", version: "0.2.1" },
    { name: "tool", version: "3.0.0", dependsOn: ["libc"] },
  ]);
});

it("adds the version to a name that two versions share", () => {
  expect(
    read({
      packages: [
        { name: "syn", version: "1.0.109", source: "crates.io" },
        { name: "syn", version: "2.0.48", source: "crates.io", kind: "runtime" },
        { name: "tool", version: "0.1.0", source: "local", dependencies: [1] },
      ],
    }),
  ).toEqual([
    { name: "syn", version: "1.0.109", provides: ["syn 1.0.109"] },
    { name: "syn", version: "2.0.48", provides: ["syn 2.0.48"] },
    { name: "tool", version: "0.1.0", dependsOn: ["syn 2.0.48"] },
  ]);
});

it("ignores invalid dependency indexes", () => {
  const dependencies = [0, 7, -1, 0.5, "1", null, 2 ** 40];
  expect(read({ packages: [{ name: "a", version: "1.0.0", dependencies }] })).toEqual([
    { name: "a", version: "1.0.0", dependsOn: ["a"] },
  ]);
});

it("returns nothing for a program without the section", () => {
  const bytes = writeElf([{ name: ".text", content: Buffer.alloc(40) }]);
  expect(cargo.read({ path: "/x", size: bytes.length, mode: 0o755 }, memoryBody(bytes))).toBeUndefined();
});

it.each<[string, Uint8Array, string]>([
  ["no zlib stream", Buffer.from("nothing"), "damaged"],
  ["a cut stream", deflateSync(JSON.stringify({ packages: [] })).subarray(0, 10), "damaged"],
  ["a bomb", deflateSync(Buffer.alloc(9 * 1024 * 1024)), "larger than it may be"],
  ["a huge section", Buffer.alloc(1024 * 1024 + 1), "larger than 1 MiB"],
  ["no JSON", deflateSync("{"), "not valid JSON"],
  ["deep JSON", deflateSync("[".repeat(1_000_000)), "nested too deeply"],
  ["another form", deflateSync("[]"), "another form"],
  ["no list", deflateSync('{"packages":{}}'), "another form"],
  ["no name", deflateSync('{"packages":[{"version":"1"}]}'), "no name or no version"],
  ["too many", deflateSync(`{"packages":[0${",0".repeat(100_000)}]}`), "more than 100000 crates"],
])("%s: an error with the reason", (_title, section, reason) => {
  expect(() => readBytes(section)).toThrow(reason);
});

it("returns packages or an Error for any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        read({ packages: value });
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).not.toContain("TypeError");
      }
    }),
  );
});
