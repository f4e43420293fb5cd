import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/expired-proof",
  title: "Proof of a running container has expired",
  why:
    "Engines, kernels and the work that a service does change, so a proof is worth less the older it is. Each profile says until when it counts, and `--expired-after` may ask for less. " +
    "`hullproof verify --record PROFILE` proves it again.",
  severity: "warning",
  needs: ["proven"],
  premise: {
    kind: "source",
    source:
      "the date is the profile's own, or that of --expired-after; that a proof ages is docs/what-a-proof-is.md's claim",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: { proven: { age: { expired: "proven on 2026-08-01, and it was to be proven again after 2026-10-30" } } },
      good: { proven: { age: { provenOn: "2026-11-01", days: 23, proveAgainAfter: "2027-01-30" } } },
    },
  ],
  *check({ proven }) {
    const { age, file } = proven;
    if (age.expired === undefined) return;
    yield {
      message: `The proof in ${file} no longer counts: ${age.expired}`,
      at: { setting: "Image" },
      evidence: [{ kind: "setting", pointer: `provenOn in ${file}`, value: age.provenOn ?? "not said" }],
    };
  },
});
