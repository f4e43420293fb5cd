import { deniedLicense, packageEvidence } from "./denied.ts";
import { defineRule } from "../rule.ts";

const lib = {
  purl: "pkg:npm/lib@1.0.0",
  name: "lib",
  version: "1.0.0",
  layer: 2,
  path: "/app/node_modules/lib/package.json",
};

export default defineRule({
  id: "cleanup/denied-license",
  title: "Package with a denied license",
  why:
    "Handing out an image is handing out all that is in it, under the terms of each part. `budgets.denyLicenses` names those that you cannot keep, `*` for any text; where a package leaves the choice (`MIT OR AGPL-3.0-only`), " +
    "one that is not denied is enough.",
  severity: "error",
  needs: ["packages", "budgets"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { budgets: { denyLicenses: ["AGPL-*"] }, image: { packages: [{ ...lib, licenses: ["AGPL-3.0-only"] }] } },
      good: {
        budgets: { denyLicenses: ["AGPL-*"] },
        image: { packages: [{ ...lib, licenses: ["MIT OR AGPL-3.0-only"] }] },
      },
    },
  ],
  *check({ packages, budgets: { denyLicenses = [] } }) {
    if (denyLicenses.length === 0) return "hullproof.yaml denies no licenses";
    let unknown = 0;
    let isDenied = false;
    for (const pkg of packages) {
      if (pkg.licenses === undefined) unknown++;
      for (const license of pkg.licenses ?? []) {
        const entry = deniedLicense(license, denyLicenses);
        if (entry === undefined) continue;
        isDenied = true;
        yield {
          message: `${pkg.name} ${pkg.version} is under ${license.slice(0, 200)}, and \`${entry}\` is denied`,
          at: { layer: pkg.layer, path: pkg.path },
          evidence: [packageEvidence(pkg), { kind: "setting", pointer: "budgets.denyLicenses", value: entry }],
        };
        break;
      }
    }
    if (!isDenied && unknown > 0)
      return `${unknown} of ${packages.length} packages do not say their license; the others are allowed`;
  },
});
