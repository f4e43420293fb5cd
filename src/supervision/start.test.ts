import { expect, it } from "vitest";
import { withoutVerbs } from "./start.ts";

it.each([
  [["help"], ["--help"]],
  [
    ["help", "check"],
    ["check", "--help"],
  ],
  [["version"], ["--version"]],
  [
    ["version", "x"],
    ["version", "x"],
  ],
  [
    ["check", "help"],
    ["check", "help"],
  ],
  [["-v"], ["-v"]],
])("%j means %j", (given, meant) => {
  expect(withoutVerbs(given)).toEqual(meant);
});
