// The tour names functions, files and folders: each is where the page says.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const tour = readFileSync(join(root, "docs/tour.md"), "utf8");
const named = [...tour.matchAll(/\[`(\w+)`\]\(\.\.\/([\w./-]+)\)/g)].map(
  ([, name = "", path = ""]) => [name, path] as const,
);

test("the tour names functions", () => {
  expect(named.length).toBeGreaterThan(40);
});

test.each(named)("%s is exported by %s", (name, path) => {
  const source = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
  expect(source).toMatch(new RegExp(`^export (?:async )?(?:function\\*? |const |interface )${name}\\b`, "m"));
});

test("the files and folders that it names are there", () => {
  const paths = [...tour.matchAll(/`((?:src|test|scripts|bin)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
