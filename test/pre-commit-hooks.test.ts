// The hooks of a repository that pre-commit installs hullproof from, where a machine has no Node.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const { bin } = JSON.parse(read("package.json")) as { bin: Record<string, string> };
const hooks = parse(read("docs/guide/ci/pre-commit-hooks.yaml")) as {
  readonly id: string;
  readonly entry: string;
  readonly language_version: string;
  readonly types?: readonly string[];
  readonly files?: string;
}[];

it("has an exact version of Node, which is fetched where it is older, and one hook for each kind of file", () => {
  expect(hooks.map(({ id }) => id)).toEqual(["hullproof", "hullproof-compose", "hullproof-fix"]);
  for (const { entry, language_version: node, types, files } of hooks) {
    expect(node).toMatch(/^24\.\d+\.\d+$/);
    expect(entry).toMatch(/^hullproof (?:check|fix --write) --quiet$/);
    expect(Object.keys(bin)).toContain(entry.split(" ")[0]);
    expect((types === undefined) !== (files === undefined)).toBe(true);
  }
});
