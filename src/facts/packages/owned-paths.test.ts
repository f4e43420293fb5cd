import { expect, it } from "vitest";
import { ownedPaths } from "./owned-paths.ts";

it("joins folders as each database writes them", () => {
  const join = ownedPaths();
  expect([join("usr/bin", "a"), join("/usr/bin/", "b"), join("", "c"), join("/", "d")]).toEqual([
    "/usr/bin/a",
    "/usr/bin/b",
    "/c",
    "/d",
  ]);
});

it("stops before a small database expands beyond the limit", () => {
  const join = ownedPaths(10_000);
  const folder = "x".repeat(4000);
  join(folder, "a");
  join(folder, "b");
  expect(() => join(folder, "c")).toThrow("more than 10000 characters");
  expect(() => ownedPaths()("x".repeat(4096), "y")).toThrow("longer than 4096");
});
