import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentLength, framed } from "./content-length.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import { lines } from "./lines.ts";

/** Results for bytes that arrive in chunks of these sizes. */
function heard(decoder: Decoder, bytes: Buffer, sizes: readonly number[]): Decoded[] {
  const found: Decoded[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    found.push(...decoder(bytes.subarray(at, at + size)));
    at += size;
  }
  return found;
}

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 });
const texts = fc.array(fc.string({ unit: "binary" }));

describe("messages in chunks", () => {
  it("decodes Content-Length messages in any chunks", () => {
    fc.assert(
      fc.property(texts, sizes, (sent, pieces) => {
        const all = sent.map((text) => text.toWellFormed());
        const bytes = Buffer.from(all.map(framed).join(""));
        expect(heard(contentLength(), bytes, pieces)).toEqual(all.map((text) => ({ text })));
      }),
    );
  });

  it("decodes lines in any chunks", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), sizes, (sent, pieces) => {
        const all = sent.map((value) => JSON.stringify(value));
        expect(heard(lines(), Buffer.from(all.map((text) => `${text}\r\n`).join("")), pieces)).toEqual(
          all.map((text) => ({ text })),
        );
      }),
    );
  });
});

describe("invalid input", () => {
  it("reports invalid input without throwing, and continues after it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6_000 }), sizes, (noise, pieces) => {
        // Ends with a header's end, whatever precedes it.
        const bytes = Buffer.concat([noise, Buffer.from(`\r\n\r\n${framed("1")}`)]);
        if (/content-length/i.test(Buffer.from(noise).toString("latin1"))) return;
        expect(heard(contentLength(), bytes, pieces).at(-1)).toEqual({ text: "1" });
      }),
    );
  });

  it.each([
    ["Content-Type: a\r\nContent-Length: 2\r\n\r\nab", [{ text: "ab" }]],
    ["content-length:2\r\nX: y\r\n\r\nab", [{ text: "ab" }]],
    ["Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\na", [{ text: "" }, { text: "a" }]],
    [
      "Content-Length: 9\r\n\r\n123456789Content-Length: 1\r\n\r\na",
      [{ problem: "a message of 9 bytes, and at most 8 are read" }, { text: "a" }],
    ],
    ["Content-Length: 1e3\r\n\r\n", [{ problem: "a header without a Content-Length" }]],
    ["Content-Length: 99999999999999999999\r\n\r\n", [{ problem: "a header without a Content-Length" }]],
    ["X-Content-Length: 2\r\n\r\n", [{ problem: "a header without a Content-Length" }]],
  ])("%j", (text, found) => {
    for (const size of [1, 7, 1000]) expect(heard(contentLength(8), Buffer.from(text), [size])).toEqual(found);
  });

  it("reports a header without end once, without storing it", () => {
    const decoder = contentLength();
    const found = Array.from({ length: 1_000 }, () => [...decoder(Buffer.alloc(65_536, "a"))]).flat();
    expect(found).toEqual([{ problem: "a header of more than 4096 bytes" }]);
  });

  it("skips a line that is too long", () => {
    expect(heard(lines(4), Buffer.from("12345\n\n123\n"), [3])).toEqual([
      { problem: "a message of 5 bytes, and at most 4 are read" },
      { text: "123" },
    ]);
  });
});
