import { expect, it } from "vitest";
import { emptyConfig } from "../../domain/settings/config.ts";
import { rules } from "../../rules/index.ts";
import { emptyImage } from "../../../test/empty-image.ts";
import { judgeScan } from "./judge-inventory.ts";
import type { Inventory } from "./inventory.ts";

const sbom: Inventory = {
  target: { id: "app.json", kind: "sbom", name: "app" },
  os: { id: "debian", versionId: "9" },
  packages: [],
  updates: { missing: "an SBOM has no package sources that could be asked" },
  vexTarget: {} as Inventory["vexTarget"],
  statements: [],
  notes: [],
};
const asked = { vulnerabilities: [], gaps: [], support: [], lifeCycles: [] };
const verdicts = (inventory: Inventory) =>
  new Map(
    judgeScan(inventory, asked, emptyConfig, "2026-11-24").results.map(({ rule, verdict, reason }) => [
      rule as string,
      reason === undefined ? verdict : `${verdict}: ${reason}`,
    ]),
  );

it("skips rules that need an image for an SBOM, and reports unchecked parts", () => {
  const told = verdicts(sbom);
  for (const { id, needs } of rules)
    if (needs.some((need) => ["layers", "configuration", "programs", "privileges", "secrets"].includes(need)))
      expect(told.has(id), id).toBe(false);
  expect(Object.fromEntries(told)).toEqual({
    "base-image/os-end-of-life": "found",
    "updates/no-security-source": expect.stringMatching(/^skipped: updates: an SBOM has no package sources/),
    "updates/pending": expect.stringMatching(/^skipped: updates: /),
    "vulnerabilities/end-of-life-runtime": "clean",
    "vulnerabilities/fixed-upstream": expect.stringMatching(/^skipped: updates: /),
    "vulnerabilities/known-exploited": "clean",
    "vulnerabilities/known-vulnerability": "clean",
    "vulnerabilities/sbom-contradicts": "skipped: image: an SBOM holds none of the files that it mentions",
    "vulnerabilities/unknown-state": expect.stringMatching(/^skipped: updates: /),
    "vulnerabilities/unsupported-package": "clean",
  });
});

it("evaluates the same rules for an image, and reads its files", () => {
  const image = { ...emptyImage, os: sbom.os };
  const told = verdicts({ ...sbom, target: { id: "app", kind: "image", name: "app" }, image });
  expect([...told.keys()]).toEqual([...verdicts(sbom).keys()]);
  expect(told.get("vulnerabilities/sbom-contradicts")).toBe("clean");
});
