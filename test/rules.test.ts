// One test over all examples of all rules: what the docs show is what runs.
import { describe, expect, it } from "vitest";
import type { ImageInfo, UpdatesInfo } from "../src/domain/image.ts";
import { dockerfileFact } from "../src/facts/stages.ts";
import type { Facts } from "../src/facts/facts.ts";
import { applyEdits } from "../src/fixes/apply.ts";
import { planFixes } from "../src/fixes/plan.ts";
import { rules } from "../src/rules/index.ts";
import type { Example, ImageExample, Rule } from "../src/rules/rule.ts";
import { runRules, type RuleRun } from "../src/rules/run-rules.ts";
import { runLines } from "../src/sources/command-line/run-lines.ts";
import { parseDockerfile } from "../src/sources/dockerfile/parse.ts";

const today = "2026-11-24";
const emptyImage: ImageInfo = {
  digest: `sha256:${"0".repeat(64)}`,
  sizeBytes: 0,
  user: "10001:10001",
  os: {},
  layers: [],
  packages: [],
  waste: { bytes: 0, paths: [] },
  leftovers: [],
  setuid: [],
};
const emptyUpdates: UpdatesInfo = { askedAt: "2026-11-24T00:00:00Z", sources: [], pending: [], unread: [] };

function factsOf(kind: Example["kind"], example: string | ImageExample): Partial<Facts> {
  if (typeof example !== "string") {
    return { image: { ...emptyImage, ...example.image }, updates: { ...emptyUpdates, ...example.updates }, today };
  }
  if (kind === "dockerfile") return { dockerfile: dockerfileFact(parseDockerfile("Dockerfile", example)), today };
  return { runLines: runLines(example.includes("```") ? "README.md" : "run.sh", example), today };
}

function check(rule: Rule, kind: Example["kind"], example: string | ImageExample): RuleRun {
  const run = runRules([rule], { target: "example", facts: factsOf(kind, example) });
  const broken = run.results.find((result) => result.verdict === "failed");
  if (broken !== undefined) throw new Error(broken.reason);
  return run;
}

function fixed(rule: Rule, kind: Example["kind"], text: string): string {
  const { fixes } = check(rule, kind, text);
  return applyEdits(text, planFixes(text, fixes, ["safe", "proven"]).edits);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it("says why, and has the shape of a rule", () => {
    expect(rule.why.length).toBeGreaterThan(40);
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.needs.length).toBeGreaterThan(0);
    expect(rule.also.every((id) => /^[a-z0-9-]+\/[\w.-]+$/i.test(id))).toBe(true);
  });

  rule.examples.forEach((example, index) => {
    it(`example ${index + 1}: bad is found, good is not`, () => {
      const bad = check(rule, example.kind, example.bad);
      expect(bad.findings.map((finding) => finding.rule)).toContain(rule.id);
      expect(bad.findings.every((finding) => finding.evidence.length > 0)).toBe(true);
      expect(check(rule, example.kind, example.good).findings).toEqual([]);
    });

    if (example.kind === "image") return;
    it(`example ${index + 1}: found in the same places with CRLF`, () => {
      const places = (text: string) =>
        check(rule, example.kind, text).findings.map((f) => ("startLine" in f.location ? f.location.startLine : 0));
      expect(places(example.bad.replaceAll("\n", "\r\n"))).toEqual(places(example.bad));
    });

    if (rule.fix !== "safe" && rule.fix !== "proven") return;
    it(`example ${index + 1}: the fix turns bad into good, and a second fix changes nothing`, () => {
      const once = fixed(rule, example.kind, example.bad);
      expect(once).toBe(example.good);
      expect(fixed(rule, example.kind, once)).toBe(once);
      const windows = example.bad.replaceAll("\n", "\r\n");
      expect(fixed(rule, example.kind, windows)).toBe(example.good.replaceAll("\n", "\r\n"));
    });
  });
});
