import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/engine-hole",
  title: "Vulnerable engine or runtime",
  why:
    "A profile promises what the engine and its runtime enforce. Some of their vulnerabilities let a container, or an image, around that whatever is in the profile. " +
    "A version by its authors says what is fixed; a distribution fixes under old numbers, so its package is asked, and where that is not known, so is the answer.",
  severity: "warning",
  needs: ["engine"],
  premise: {
    kind: "source",
    source:
      "the advisory of each vulnerability, which its finding names; a test would need engines and runtimes that have it",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: {
        engine: {
          holes: [
            {
              id: "CVE-2025-31133",
              part: "runc",
              version: "1.2.7",
              state: "open",
              voids: "an image can have masked files of /proc left writable, and break out by them",
              why: "1.2.7 is by its authors",
              fixed: ["1.2.8"],
              source: "https://pkg.go.dev/vuln/GO-2025-4096",
              read: "2026-11-28",
            },
          ],
        },
      },
      good: { engine: { holes: [] } },
    },
  ],
  *check({ engine }) {
    for (const { id, part, version, state, voids, only, why, fixed, source, read } of engine.holes) {
      const where = only === undefined ? "" : ` (${only})`;
      yield {
        message:
          state === "open"
            ? `${part} ${version} has ${id}: ${voids}${where}`
            : `Whether ${part} ${version} has ${id} can't be said: ${voids}${where}`,
        at: { setting: part },
        evidence: [
          { kind: "setting", pointer: part, value: version },
          reference(`${why}; fixed in ${fixed.join(", ")}`, `${source}, read ${read}`),
        ],
        ...(state !== "open" && { severity: "info" as const }),
      };
    }
  },
});
