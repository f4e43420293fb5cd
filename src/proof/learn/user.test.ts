import { expect, test } from "vitest";
import { isRoot, mapped } from "./user.ts";

test.each([
  ["", true],
  ["root", true],
  ["0", true],
  ["0:0", true],
  ["root:adm", true],
  ["1000", false],
  ["rooty", false],
  ["app:root", false],
  ["10:0", false],
])("is %j root: %s", (user, root) => {
  expect(isRoot(user)).toBe(root);
});

test("ids are told as the container's user namespace numbers them", () => {
  expect(mapped("         0          0 4294967295\n", 1000)).toBe(1000);
  expect(mapped("0 100000 65536\n", 101_000)).toBe(1000);
  expect(mapped("0 1000 1\n1 100000 65536\n", 1000)).toBe(0);
  expect(mapped("0 100000 65536\n", 5)).toBeUndefined();
  expect(mapped("", 5)).toBeUndefined();
});
