// What is written from the rules is current, and the rules are what the product promises.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles, staleRulePages } from "../scripts/generate/all.ts";
import { ruleFiles, ruleIdOf } from "../scripts/generate/rule-index.ts";
import { practices } from "../src/domain/finding/practice.ts";
import { readsImage } from "../src/rules/needs.ts";
import { rules } from "../src/rules/index.ts";

const root = join(import.meta.dirname, "..");

describe("generated files", () => {
  it("are current: rule index, pages, schemas", { timeout: 120_000 }, async () => {
    const stale = (await generatedFiles(root)).filter(
      ({ path, text }) => readFileSync(join(root, path), "utf8") !== text,
    );
    expect(
      stale.map(({ path }) => path),
      "npm run generate",
    ).toEqual([]);
    expect(staleRulePages(root), "npm run generate").toEqual([]);
  });
});

describe("rules", () => {
  it("are all listed, each under the id that its path gives", () => {
    expect(rules.map(({ id }) => id)).toEqual(ruleFiles(root).map(ruleIdOf));
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it("are at least three for each of the eight practices, on Dockerfiles, images and what runs them", () => {
    const read = { dockerfile: 0, containers: 0, image: 0 };
    for (const practice of practices.slice(0, 8)) {
      const own = rules.filter(({ id }) => id.startsWith(`${practice}/`));
      expect(own.length, practice).toBeGreaterThanOrEqual(3);
      for (const kind of ["dockerfile", "containers"] as const)
        if (own.some(({ needs }) => needs.includes(kind))) read[kind]++;
      if (own.some(readsImage)) read.image++;
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
