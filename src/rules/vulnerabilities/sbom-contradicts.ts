import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "vulnerabilities/sbom-contradicts",
  title: "Embedded SBOM inconsistent with the image",
  why:
    "Scanners take an SBOM that an image brings at its word. One that names another version than the one on disk clears what is vulnerable, or reports what is not there: " +
    "it was made for another build, was not made again after an update, or was written by hand. What is on disk decides here, and the SBOM clears nothing.",
  severity: "warning",
  ofBase: true,
  needs: ["files"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          sboms: [
            {
              path: "/opt/bitnami/redis/.spdx-redis.spdx",
              layer: 1,
              format: "SPDX 2.3 JSON",
              packages: 4,
              contradictions: [
                { name: "redis", declared: "7.4.1-0", found: "6.2.5", path: "/opt/bitnami/redis/bin/redis-server" },
              ],
            },
          ],
        },
      },
      good: {
        image: {
          sboms: [
            {
              path: "/opt/bitnami/redis/.spdx-redis.spdx",
              layer: 1,
              format: "SPDX 2.3 JSON",
              packages: 4,
              contradictions: [],
            },
          ],
        },
      },
    },
  ],
  *check({ files }) {
    for (const { path, layer, format, contradictions } of files.sboms ?? []) {
      const [first] = contradictions;
      if (first === undefined) continue;
      const moreText = contradictions.length > 1 ? `, and ${contradictions.length - 1} more are wrong` : "";
      const contradictionEvidence = (contradiction: typeof first) =>
        reference(
          `${contradiction.name}: ${contradiction.declared} in the ${format}, ${contradiction.found} in ${contradiction.path}`,
          path,
        );
      yield {
        message: `${path} says ${first.name} ${first.declared}, and ${first.path} is ${first.found}${moreText}`,
        at: { layer, path },
        evidence: [contradictionEvidence(first), ...contradictions.slice(1, 20).map(contradictionEvidence)],
      };
    }
  },
});
