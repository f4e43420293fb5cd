// fast-check prints seed and path of a failure; `fc.assert(..., { seed, path })` repeats it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerSave, headerBlock, padded } from "../../../test/images/archive.ts";
import { hostileGround, ordinary } from "../../../test/images/hostile.ts";
import { casesApart } from "../../../test/supervised/cases-apart.ts";

hostileGround();

describe("mutated archives", () => {
  const kinds = [undefined, "gzip", "zstd"] as const;
  const archives = kinds.map((compression) =>
    dockerSave({ layers: ordinary, ...(compression === undefined ? {} : { compression }) }),
  );
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.record({ how: fc.constant("flip" as const), at: fc.nat(), bit: fc.nat({ max: 7 }) }) },
    { weight: 1, arbitrary: fc.record({ how: fc.constant("cut" as const), at: fc.nat() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        how: fc.constant("copy" as const),
        from: fc.nat(),
        to: fc.nat(),
        blocks: fc.integer({ min: 1, max: 8 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ how: fc.constant("size" as const), block: fc.nat(), size: fc.maxSafeNat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constant("noise" as const),
        at: fc.nat(),
        bytes: fc.uint8Array({ maxLength: 600 }),
      }),
    },
  );

  // In a thread that can be ended: a reader that hangs fails the test, with its seed, and the archive is kept.
  it("give facts or a failure for any mutation", { timeout: 300_000 }, async () => {
    await using cases = casesApart({
      name: "mutated-archives",
      entry: new URL("../../../test/supervised/archive-cases.ts", import.meta.url),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...archives),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (archive, changes) => {
          seen.add(String(await cases.run(changes.reduce(mutate, Buffer.from(archive)))));
        },
      ),
      { numRuns: 400, endOnFailure: true },
    );
    expect([...seen].sort()).toEqual(["bad-image", "facts"]);
  });

  it("end the header reader for every archive that ends in zeros", async () => {
    await using cases = casesApart({
      name: "mutated-archives",
      entry: new URL("../../../test/supervised/archive-cases.ts", import.meta.url),
    });
    const body = Buffer.from("14 path=abcde\n\0\0\0\0", "latin1");
    const archive = Buffer.concat([headerBlock({ name: "x", flag: "x", size: body.length }), padded(body)]);
    expect(await cases.run(archive)).toBe("bad-image");
  });

  type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
  function mutate(bytes: Buffer, one: Change): Buffer {
    if (bytes.length < 512) return bytes;
    const blocks = Math.floor(bytes.length / 512);
    switch (one.how) {
      case "flip": {
        const at = one.at % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << one.bit);
        return bytes;
      }
      case "cut":
        return bytes.subarray(0, one.at % bytes.length);
      case "copy": {
        const from = (one.from % blocks) * 512;
        bytes.copy(bytes, (one.to % blocks) * 512, from, from + one.blocks * 512);
        return bytes;
      }
      case "size": {
        // A header with a valid checksum, so that its wrong size is believed.
        const heads = Array.from({ length: blocks }, (_, at) => at * 512).filter(
          (at) => bytes.toString("latin1", at + 257, at + 262) === "ustar",
        );
        const at = heads[one.block % Math.max(1, heads.length)];
        if (at !== undefined) relabel(bytes.subarray(at, at + 512), one.size);
        return bytes;
      }
      case "noise": {
        const at = one.at % bytes.length;
        return Buffer.concat([bytes.subarray(0, at), one.bytes, bytes.subarray(at)]);
      }
    }
  }

  function relabel(block: Buffer, size: number): void {
    block.write(`${(size % 8 ** 11).toString(8).padStart(11, "0")}\0`, 124, "latin1");
    block.write("        ", 148, "latin1");
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  }
});
