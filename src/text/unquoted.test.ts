import { expect, it } from "vitest";
import { unquoted } from "./unquoted.ts";

it.each([
  ['"a b"', "a b"],
  ["'a'", "a"],
  ['""', ""],
  ['"', '"'],
  ["", ""],
  ["a", "a"],
  ["\"a'", "\"a'"],
  ['"a"b"', 'a"b'],
  ['"a\\"b"', 'a\\"b'],
  ["'a\nb'", "a\nb"],
])("%j is %j", (text, inner) => {
  expect(unquoted(text)).toBe(inner);
});
