// What is written from the rules is current, and the rules are what the product promises.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles, staleRulePages } from "../scripts/generate/all.ts";
import { ruleFiles } from "../scripts/generate/rule-index.ts";
import { practices } from "../src/domain/practice.ts";
import { rules } from "../src/rules/index.ts";

const root = join(import.meta.dirname, "..");

describe("generated files", () => {
  it("are current: rule index, pages, README tables, schemas", { timeout: 120_000 }, async () => {
    const stale = (await generatedFiles(root)).filter(
      ({ path, text }) => readFileSync(join(root, path), "utf8") !== text,
    );
    expect(
      stale.map(({ path }) => path),
      "npm run generate",
    ).toEqual([]);
    expect(await staleRulePages(root), "npm run generate").toEqual([]);
  });
});

describe("rules", () => {
  it("are all listed, each under the id that its path gives", () => {
    expect(rules.map(({ id }) => id)).toEqual(ruleFiles(root).map((file) => file.replace(/\.ts$/, "")));
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it("are at least three for each of the eight practices, on Dockerfiles, images and run lines", () => {
    const read = { dockerfile: 0, runLines: 0, image: 0 };
    for (const practice of practices.slice(0, 8)) {
      const own = rules.filter(({ id }) => id.startsWith(`${practice}/`));
      expect(own.length, practice).toBeGreaterThanOrEqual(3);
      for (const kind of ["dockerfile", "runLines", "image"] as const)
        if (own.some(({ needs }) => needs.includes(kind))) read[kind]++;
    }
    expect(Math.min(...Object.values(read))).toBeGreaterThanOrEqual(3);
  });

  it("are at most 100 lines with their prose", () => {
    const long = ruleFiles(root).filter(
      (file) => readFileSync(join(root, "src/rules", file), "utf8").split("\n").length > 101,
    );
    expect(long).toEqual([]);
  });
});

it("the linter refuses each kind of import that the laws forbid", () => {
  const cases = {
    "src/domain": 'import { join } from "node:path";\nexport const x = join;\n',
    "src/data": 'import { rules } from "../rules/index.ts";\nexport const x = rules;\n',
    "src/versions": 'import { rules } from "../rules/index.ts";\nexport const x = rules;\n',
    "src/sources": 'import type { Facts } from "../facts/facts.ts";\nexport type X = Facts;\n',
    "src/facts": 'import { connect } from "../sources/engine/connect.ts";\nexport const x = connect;\n',
    "src/rules/build": 'import { readFileSync } from "node:fs";\nexport const x = readFileSync;\n',
    "src/fixes": 'import { rules } from "../rules/index.ts";\nexport const x = rules;\n',
    "src/emit": 'import { baseline } from "../proof/baseline.ts";\nexport const x = baseline;\n',
    "src/proof": 'import { parseConfig } from "../sources/config.ts";\nexport const x = parseConfig;\n',
    "src/reports": 'import { readFileSync } from "node:fs";\nexport const x = readFileSync;\n',
    "src/commands": 'import { connect } from "../sources/engine/connect.ts";\nexport const x = connect;\n',
  };
  // A copy of the layout, so that nobody else's run sees the broken files.
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  try {
    for (const [path, text] of Object.entries(cases)) {
      mkdirSync(join(folder, path), { recursive: true });
      writeFileSync(join(folder, path, "broken.ts"), text);
    }
    // Types are not needed for the laws, and the copy has no tsconfig.
    const config = readFileSync(join(root, ".oxlintrc.json"), "utf8").replace(
      '"typeAware": true',
      '"typeAware": false',
    );
    writeFileSync(join(folder, ".oxlintrc.json"), config);
    const oxlint = join(root, "node_modules/.bin/oxlint");
    const lint = spawnSync(oxlint, ["src"], { cwd: folder, encoding: "utf8" });
    for (const path of Object.keys(cases))
      expect(lint.stdout, path).toMatch(new RegExp(`no-restricted-imports[^]*?${path}/broken\\.ts`));
    expect(lint.status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
