// The files of a repository that pre-commit installs hullproof from, where a machine has no Node.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };

describe("the mirror for pre-commit", () => {
  const folder = "docs/guide/ci/pre-commit-mirror";
  const hooks = parse(read(`${folder}/.pre-commit-hooks.yaml`)) as {
    readonly id: string;
    readonly entry: string;
    readonly language_version: string;
    readonly types?: readonly string[];
    readonly files?: string;
  }[];

  it("needs this version of hullproof and nothing else, and forwards to it", () => {
    const made = JSON.parse(read(`${folder}/package.json`)) as object;
    expect(made).toMatchObject({ version, bin: { hullproof: "hullproof.js" }, dependencies: { hullproof: version } });
    expect(Object.keys(made)).not.toContain("scripts");
    const place = mkdtempSync(join(tmpdir(), "hullproof-mirror-"));
    cpSync(join(root, folder), place, { recursive: true });
    mkdirSync(join(place, "node_modules"));
    symlinkSync(root, join(place, "node_modules/hullproof"));
    const run = spawnSync(process.execPath, [join(place, "hullproof.js"), "--version"], { encoding: "utf8" });
    rmSync(place, { recursive: true });
    expect(run.stdout.trim()).toBe(version);
  });

  it("has an exact version of Node, which is fetched where it is older, and one hook for each kind of file", () => {
    expect(hooks.map(({ id }) => id)).toEqual(["hullproof", "hullproof-compose", "hullproof-fix"]);
    for (const { entry, language_version: node, types, files } of hooks) {
      expect(node).toMatch(/^24\.\d+\.\d+$/);
      expect(entry).toMatch(/^hullproof (?:check|fix --write) --quiet$/);
      expect((types === undefined) !== (files === undefined)).toBe(true);
    }
  });
});
