import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { relayPrograms, relaySource } from "./relay-program.ts";

test("contains programs of the current source", () => {
  const source = readFileSync(join(import.meta.dirname, "../../../../relay/relay.c"));
  expect(createHash("sha256").update(source).digest("hex"), "run `node scripts/relay.ts`").toBe(relaySource);
  // ELF header: 64 bits, little-endian, e_machine (elf(5)).
  const machines = Object.entries(relayPrograms).map(([name, text]) => {
    const bytes = Buffer.from(text, "base64");
    expect(bytes.subarray(0, 6).toString("latin1")).toBe("\u007fELF\u0002\u0001");
    return [name, bytes.readUInt16LE(18)];
  });
  expect(machines).toEqual([
    ["x86_64", 62],
    ["aarch64", 183],
  ]);
});
