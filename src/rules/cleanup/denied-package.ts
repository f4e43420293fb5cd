import { deniedBy, packageEvidence } from "./denied.ts";
import { defineRule } from "../rule.ts";

const telnet = {
  purl: "pkg:deb/debian/telnetd@0.17?arch=amd64",
  name: "telnetd",
  version: "0.17",
  layer: 2,
  path: "/var/lib/dpkg/status",
};

export default defineRule({
  id: "cleanup/denied-package",
  title: "Denied package in the image",
  why:
    "`budgets.denyPackages` names what no image of yours may hold: servers for logins, compilers, a library with a history. Each entry is a name or a purl, `*` for any text. " +
    "What came as a dependency of something else is found as well.",
  severity: "error",
  needs: ["packages", "budgets"],
  fix: "none",
  also: ["cis-docker/4.3"],
  examples: [
    {
      kind: "image",
      bad: { budgets: { denyPackages: ["telnet*"] }, image: { packages: [telnet] } },
      good: { budgets: { denyPackages: ["pkg:deb/debian/openssh-server@*"] }, image: { packages: [telnet] } },
    },
    {
      kind: "image",
      bad: { budgets: { denyPackages: ["pkg:deb/*/telnetd@*"] }, image: { packages: [telnet] } },
      good: { budgets: { denyPackages: ["pkg:npm/*"] }, image: { packages: [telnet] } },
    },
  ],
  *check({ packages, budgets: { denyPackages = [] } }) {
    if (denyPackages.length === 0) return "hullproof.yaml denies no packages";
    for (const pkg of packages) {
      const entry = deniedBy(pkg, denyPackages);
      if (entry === undefined) continue;
      const { name, version, layer, path, declared } = pkg;
      yield {
        message: `${name} ${version} is in the image, and \`${entry}\` is denied${declared === true ? " (a lock file names it)" : ""}`,
        at: { layer, path },
        evidence: [packageEvidence(pkg), { kind: "setting", pointer: "budgets.denyPackages", value: entry }],
      };
    }
  },
});
