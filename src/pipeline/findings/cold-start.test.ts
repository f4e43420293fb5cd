import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

const src = join(import.meta.dirname, "../..");

/** Packages that a file imports statically; types and dynamic imports do not count. */
function loadedWith(entry: string): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, named = ""] of text.matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";/gm)) {
      if (named.startsWith(".")) open.push(join(dirname(file), named));
      else packages.set(named, relative(src, file));
    }
  }
  expect(seen.size).toBeGreaterThan(100);
  expect([...seen].every((file) => existsSync(file))).toBe(true);
  return packages;
}

it("loads no YAML reader for check and fix of Dockerfiles and documents", () => {
  for (const entry of ["pipeline/findings/check.ts", "pipeline/verbs/fix/fix-files.ts"])
    expect(loadedWith(join(src, entry)).get("yaml"), entry).toBeUndefined();
  expect(loadedWith(join(src, "pipeline/judge/compose/check-compose.ts")).get("yaml")).toBeDefined();
});
