import fc from "fast-check";
import { expect, test } from "vitest";
import { readMultiplexed } from "./multiplexed.ts";

function frame(kind: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = kind;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

test("accepts frames split anywhere", async () => {
  const part = fc.tuple(fc.constantFrom(1, 2), fc.string({ unit: "grapheme", maxLength: 40 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(part),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (parts, sizes) => {
        const bytes = Buffer.concat(parts.map(([kind, text]) => frame(kind, Buffer.from(text))));
        const of = (wanted: number) => parts.map(([kind, text]) => (kind === wanted ? text : "")).join("");
        expect(await readMultiplexed(inChunks(bytes, sizes))).toMatchObject({
          stdout: of(1),
          stderr: of(2),
          cut: false,
        });
      },
    ),
  );
});

test("omits the middle beyond the limit, and says so", async () => {
  const payload = Buffer.from(`begin${"x".repeat(10_000)}end`);
  const { stdout, stderr } = await readMultiplexed(inChunks(frame(1, payload), [777]), { limit: 100 });
  expect(stdout).toMatch(/^beginx+\n\[hullproof left out 9908 bytes here: 100 are kept of each stream\]\nx+end$/);
  expect(stderr).toBe("");
});

test("keeps exactly the limit", async () => {
  const { stdout } = await readMultiplexed(inChunks(frame(1, Buffer.from("y".repeat(100))), [7]), { limit: 100 });
  expect(stdout).toBe("y".repeat(100));
});

test("distinguishes a dead engine from an invalid header", async () => {
  const cut = frame(1, Buffer.from("hello")).subarray(0, 10);
  await expect(readMultiplexed(inChunks(cut, [3]))).rejects.toMatchObject({ code: "engine-died" });
  await expect(readMultiplexed(inChunks(Buffer.from("plain text of a TTY"), [5]))).rejects.toMatchObject({
    code: "engine-refused",
  });
});
