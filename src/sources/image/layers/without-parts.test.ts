import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarOf, type Member } from "../../../../test/images/archive.ts";
import type { FilePart, LayerProbe } from "../../../domain/image/layer-probe.ts";
import { memory } from "./body-room.ts";
import { readLayer } from "./read-layer.ts";
import { tidyParts, withoutParts } from "./without-parts.ts";

describe("a file without some parts", () => {
  const part = fc.record({ start: fc.integer({ min: -5, max: 120 }), end: fc.integer({ min: -5, max: 120 }) });

  it("returns requested bytes, or nothing and reports it, for any chunks", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.array(part, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 110 }),
        fc.integer({ min: 0, max: 110 }),
        (content, given, cuts, offset, length) => {
          const parts = tidyParts(content.length, given);
          const room = withoutParts(content.length, parts, memory(content.length));
          let at = 0;
          for (const cut of cuts) {
            room.add(content.subarray(at, at + cut));
            at += cut;
          }
          room.add(content.subarray(at));
          using body = room.finish();
          const wanted = content.subarray(offset, offset + length);
          const isLeftOut = (one: number): boolean => given.some(({ start, end }) => one >= start && one < end);
          const meets = [...wanted.keys()].some((index) => isLeftOut(offset + index));
          expect([...body.read(offset, length)]).toEqual(meets ? [] : [...wanted]);
          expect(body.incomplete).toBe(meets);
          expect(body.size).toBe(content.length);
        },
      ),
      // An empty read in the middle of a missing part.
      { examples: [[Uint8Array.of(0, 0), [{ start: 0, end: 2 }], [], 1, 0]] },
    );
  });

  it("returns sorted, separate parts within the file", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.array(part, { maxLength: 8 }), (size, given) => {
        const parts = tidyParts(size, given);
        let last = -1;
        for (const { start, end } of parts) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(size);
      }),
    );
  });
});

describe("a large file of a compressed layer", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const megabyte = 1_048_576;
  const content = Buffer.alloc(40 * megabyte, "0123456789abcdef");
  const middle: readonly FilePart[] = [{ start: 10 * megabyte, end: 38 * megabyte }];
  const leavesOut = (head: Uint8Array): readonly FilePart[] => (head.length === 4096 ? middle : []);

  function reader(name: string, at: number, calls: string[], more: Partial<LayerProbe> = {}): LayerProbe {
    return {
      name,
      looksAt: { names: ["big", "link"] },
      maxBytes: 1e9,
      leavesOut,
      read({ path }, body) {
        calls.push(`${name} ${path}`);
        const text = Buffer.from(body.read(at, 4)).toString();
        // Only the size determines the missing parts: a short read is damage.
        if (text.length < 4) throw new Error("it is damaged");
        return text;
      },
      ...more,
    };
  }

  async function read(members: readonly Member[], probes: readonly LayerProbe[]) {
    const packed = gzipSync(tarOf(members), { level: 1 });
    const path = join(folder, "layer.tar.gz");
    await writeFile(path, packed);
    const bytes = { kind: "file", path, start: 0, end: packed.length, where: "a layer" } as const;
    const { values, unread } = await readLayer({ bytes }, { probes });
    return [values.map(({ entry, probe, value }) => `${entry} ${probe} ${String(value)}`), unread];
  }
  const big: Member = { path: "big", content };
  const link: Member = { path: "link", type: "hardlink", link: "big" };

  it("reads once if no probe needs the missing parts", async () => {
    const calls: string[] = [];
    const probes = [reader("first", 1, calls), reader("last", 39 * megabyte + 2, calls)];
    expect(await read([big, link], probes)).toEqual([
      ["0 first 1234", "0 last 2345", "1 first 1234", "1 last 2345"],
      [],
    ]);
    expect(calls).toEqual(["first /big", "last /big", "first /link", "last /link"]);
  });

  it("rereads the whole file if a probe needs them, under all its names", async () => {
    const calls: string[] = [];
    const probes = [reader("first", 1, calls), reader("inside", 20 * megabyte + 3, calls)];
    const found = ["0 first 1234", "0 inside 3456", "1 first 1234", "1 inside 3456"];
    expect(await read([big, link], probes)).toEqual([found, []]);
    expect(calls).toHaveLength(8);
    expect(await read([big, { path: "other", content: "x" }, link], probes)).toEqual([
      found.map((one) => one.replace(/^1/, "2")),
      [],
    ]);
  });

  it("keeps everything if one probe needs it, and reports damage once", async () => {
    const calls: string[] = [];
    const all = reader("all", 20 * megabyte, calls);
    const { leavesOut: _, ...whole } = all;
    const beyond = reader("beyond", 40 * megabyte - 2, calls);
    expect(await read([big], [reader("first", 1, calls), whole, beyond])).toEqual([
      ["0 first 1234", "0 all 0123"],
      [{ path: "/big", reason: "it is damaged" }],
    ]);
    expect(calls).toHaveLength(3);
    calls.length = 0;
    expect(await read([big], [all, beyond])).toEqual([["0 all 0123"], [{ path: "/big", reason: "it is damaged" }]]);
    expect(calls).toHaveLength(4);
  });
});
