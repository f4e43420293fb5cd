import { imageFacts } from "../../facts/image/image-facts.ts";
import { describe, expect, it } from "vitest";
import { emptyImage } from "../../../test/empty-image.ts";
import type { Budgets } from "../../domain/settings/budgets.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import deniedLicenseRule from "../cleanup/denied-license.ts";
import deniedPackage from "../cleanup/denied-package.ts";
import cleanupBudget from "../cleanup/over-budget.ts";
import { deniedBy, deniedLicense } from "../cleanup/denied.ts";
import layersBudget from "../layers/over-budget.ts";
import nonRootBudget from "../non-root/over-budget.ts";
import type { Rule } from "../rule.ts";
import { runRules } from "../run/run-rules.ts";
import secretsBudget from "../secrets/over-budget.ts";

function run(rule: unknown, budgets: Budgets, image: Partial<ImageInfo> = {}) {
  return runRules([rule as Rule], { target: "image", facts: { ...imageFacts({ ...emptyImage, ...image }), budgets } });
}

const lib = { purl: "pkg:npm/%40scope/lib@1.0.0", name: "@scope/lib", version: "1.0.0", layer: 0, path: "/p" };

describe("budgets", () => {
  it.each([layersBudget, cleanupBudget, nonRootBudget, secretsBudget, deniedPackage, deniedLicenseRule] as unknown[])(
    "without a budget nothing is judged",
    (rule) => {
      expect(run(rule, {}).results[0]).toMatchObject({
        verdict: "skipped",
        reason: expect.stringContaining("hullproof.yaml"),
      });
    },
  );

  it.each<[unknown, Budgets, Partial<ImageInfo>, number]>([
    [layersBudget, { size: 100 }, { sizeBytes: 100 }, 0],
    [layersBudget, { size: 100 }, { sizeBytes: 101 }, 1],
    [layersBudget, { wastedBytes: 0 }, { waste: { bytes: 1, paths: [], efficiency: 1 } }, 1],
    [layersBudget, { efficiency: 0.95 }, { waste: { bytes: 0, paths: [], efficiency: 0.95 } }, 0],
    [layersBudget, { efficiency: 0.95 }, { waste: { bytes: 0, paths: [], efficiency: 0.94999 } }, 1],
    [cleanupBudget, { packages: 1 }, { packages: [lib, { ...lib, declared: true }] }, 0],
    [cleanupBudget, { packages: 1 }, { packages: [lib, lib] }, 1],
    [secretsBudget, { secrets: 0 }, { secrets: [] }, 0],
  ])("%o %j %j: %i findings", (rule, budgets, image, count) => {
    expect(run(rule, budgets, image).findings).toHaveLength(count);
  });

  it("skips values that the image does not report", () => {
    expect(run(layersBudget, { compressedSize: 1 }).results[0]).toMatchObject({ verdict: "skipped" });
    expect(run(secretsBudget, { secrets: 0 }).results[0]).toMatchObject({ verdict: "skipped" });
    expect(run(nonRootBudget, { fileCapabilities: 0 }).results[0]).toMatchObject({ verdict: "skipped" });
    expect(run(nonRootBudget, { fileCapabilities: 0, setuid: 0 }).results[0]).toMatchObject({ verdict: "skipped" });
  });

  it("never rounds a share up to the limit", () => {
    const waste = { bytes: 0, paths: [], efficiency: 0.94999 };
    expect(run(layersBudget, { efficiency: 0.95 }, { waste }).findings[0]?.message).toContain("0.9499,");
  });
});

describe("deny lists", () => {
  it.each([
    ["@scope/lib", true],
    ["@scope/*", true],
    ["lib", false],
    ["pkg:npm/%40scope/lib@1.0.0", true],
    ["pkg:npm/*", true],
    ["pkg:npm/%40scope/lib", false],
    ["pkg:pypi/*", false],
    ["*", true],
  ])("package %s: %s", (entry, hit) => {
    expect(deniedBy(lib, [entry]) !== undefined).toBe(hit);
  });

  it("matches without qualifiers", () => {
    const deb = { ...lib, purl: "pkg:deb/debian/telnetd@0.17?arch=amd64&distro=debian-13" };
    expect(deniedBy(deb, ["pkg:deb/debian/telnetd@0.17"])).toBeDefined();
    expect(deniedBy(deb, ["pkg:deb/*arch=amd64*"])).toBeDefined();
  });

  it.each([
    ["AGPL-3.0-only", "AGPL-*", true],
    ["agpl-3.0-only", "AGPL-*", true],
    ["MIT OR AGPL-3.0-only", "AGPL-*", false],
    ["AGPL-3.0-only OR AGPL-3.0-or-later", "AGPL-*", true],
    ["MIT AND AGPL-3.0-only", "AGPL-*", true],
    ["GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", true],
    ["(MIT AND GPL-3.0-only)", "GPL-3.0-only", true],
    ["(MIT OR GPL-3.0-only)", "GPL-3.0-only", false],
    ["(MIT OR GPL-3.0-only) AND ISC", "GPL-3.0-only", true],
    ["MIT", "AGPL-*", false],
    ["LGPL-2.1", "GPL-*", false],
    ["", "AGPL-*", false],
  ])("license %j, %s: %s", (license, entry, hit) => {
    expect(deniedLicense(license, [entry]) !== undefined).toBe(hit);
  });

  it("does not pass packages without a known license", () => {
    expect(run(deniedLicenseRule, { denyLicenses: ["AGPL-*"] }, { packages: [lib] }).results[0]?.verdict).toBe(
      "skipped",
    );
  });
});
