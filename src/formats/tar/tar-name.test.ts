import fc from "fast-check";
import { expect, it } from "vitest";
import { headerBlock } from "../../../test/images/archive.ts";
import { newPathBytes, pathText, setPath } from "./path-bytes.ts";
import { cleanPath } from "../../sources/image/tar/tar.ts";
import { newHeader, readHeader } from "./tar-header.ts";
import { readName, readPlainName } from "./tar-name.ts";

const where = (): string => "test.tar";
const part = fc.oneof(fc.constantFrom("", ".", "..", "a", "é", "a b", ".wh.x"), fc.stringMatching(/^[a-z.]{1,30}$/));
const path = fc.array(part, { maxLength: 8 }).map((parts) => Buffer.from(parts.join("/")));

it("reads a plain name in place as its cleaned path", () => {
  let plain = 0;
  const property = fc.property(path, path, fc.nat({ max: 600 }), (name, prefix, at) => {
    const overwrite = (block: Buffer): void => void prefix.copy(block, 345, 0, 155);
    const block = Buffer.concat([
      Buffer.alloc(at, "x"),
      headerBlock({ name: name.subarray(0, 100), flag: "0", overwrite }),
    ]);
    const found = newPathBytes();
    const form = readPlainName(found, block, at);
    if (form === "odd") return;
    plain++;
    const text = readName(block, at);
    expect(pathText(found)).toBe(cleanPath(text));
    expect(form === "folder").toBe(text.endsWith("/"));
    const same = newPathBytes();
    setPath(same, cleanPath(text));
    expect([found.length, found.slash]).toEqual([same.length, same.slash]);
  });
  fc.assert(property, { numRuns: 2_000 });
  expect(plain).toBeGreaterThan(200);
});

it.each(["usr/bin/tool", "./usr/lib/", ".gitignore", "a/.hidden", "..", "../x", "a/../b", `${"d/".repeat(49)}n`])(
  "takes %s for plain",
  (name) => {
    const found = newPathBytes();
    expect(readPlainName(found, headerBlock({ name: Buffer.from(name), flag: "0" }), 0)).not.toBe("odd");
    expect(pathText(found)).toBe(cleanPath(name));
  },
);

it.each(["", ".", "./", "/", "/etc", "a//b", "a/./b", "a/.", "a//", "é"])("leaves %j to the slow path", (name) => {
  expect(readPlainName(newPathBytes(), headerBlock({ name: Buffer.from(name), flag: "0" }), 0)).toBe("odd");
});

it("sums a header's bytes at any memory alignment", () => {
  const name = fc.uint8Array({ minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(
      name,
      fc.nat({ max: 9 }),
      fc.nat({ max: 511 }),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, hit, by) => {
        const memory = Buffer.concat([Buffer.alloc(at, 255), headerBlock({ name: Buffer.from(bytes), flag: "0" })]);
        expect(readHeader(newHeader(), memory, at, where)).toBe(true);
        // Between the fields, where nothing but the checksum tells.
        const place = at + 260 + (hit % 80);
        memory[place] = (memory[place] ?? 0) ^ by;
        expect(() => readHeader(newHeader(), memory, at, where)).toThrow("checksum");
      },
    ),
  );
});
