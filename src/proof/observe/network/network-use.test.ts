import { expect, test } from "vitest";
import { leavesLoopback } from "./network-use.ts";

const table = (...lines: string[]) => ["  sl  local_address rem_address   st", ...lines].join("\n");

test.each([
  ["nothing", table(), false],
  ["a server on loopback", table("   0: 0100007F:1F90 00000000:0000 0A 0"), false],
  ["a connection within loopback", table("   0: 0100007F:1F90 0100007F:C000 01 0"), false],
  [
    "a server on IPv6 loopback",
    table("   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A"),
    false,
  ],
  ["Docker's resolver", table("   0: 0B00007F:A1B2 00000000:0000 07 0"), false],
  ["a server on all addresses", table("   0: 00000000:1F90 00000000:0000 0A 0"), true],
  [
    "a server on all IPv6 addresses",
    table("   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A"),
    true,
  ],
  ["a connection out", table("   0: 020011AC:C000 0105A8C0:0050 01 0"), true],
])("%s leaves loopback: %s", (_, text, leaves) => {
  expect(leavesLoopback(text)).toBe(leaves);
});
