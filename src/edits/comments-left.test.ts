import { expect, it } from "vitest";
import { areCommentsLeft } from "./comments-left.ts";

const all = ["# a", "# b", "# a"];

it.each([
  ["nothing went", all, [], true],
  ["one was to go and did", ["# b", "# a"], ["# a"], true],
  ["the other of two equal ones", ["# a", "# b"], ["# a"], true],
  ["both", ["# b"], ["# a", "# a"], true],
  ["indentation is no other text", ["# b ", "\t# a"], ["# a"], true],
  ["one went that was not to go", ["# a", "# a"], [], false],
  ["another one than was to go", ["# a", "# a"], ["# a"], false],
  ["one stayed that was to go", all, ["# b"], false],
  ["two went for one", ["# b"], ["# a"], false],
  ["they changed places", ["# b", "# a", "# a"], [], false],
  ["one came", [...all, "# c"], [], false],
  ["one came for another", ["# a", "# c", "# a"], ["# b"], false],
] as const)("%s", (_, after, gone, left) => {
  expect(areCommentsLeft(all, after, gone)).toBe(left);
});
