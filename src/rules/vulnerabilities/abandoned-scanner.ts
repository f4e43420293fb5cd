import { evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { pulled } from "../shared/pulled.ts";
import { defineRule } from "../rule.ts";
import { scannerOf } from "./scanners.ts";

/** First minor version of trivy 0.x that reads schema 2 of its database. */
const firstSupported = 23;

export default defineRule({
  id: "vulnerabilities/abandoned-scanner",
  title: "Scanner without database updates",
  why:
    "A scanner is only as good as its database. Trivy before 0.23 reads schema 1, which was given up in 2022 for schema 2: " +
    "vulnerabilities found since then are not in it, and a short list looks like a safe image.",
  severity: "warning",
  needs: ["containers"],
  premise: {
    kind: "source",
    source: "aquasecurity/trivy-db#168 and #201: the schema that those versions read is published no longer",
  },
  fix: "none",
  also: [],
  examples: [
    { kind: "document", bad: "docker pull aquasec/trivy:0.19.2\n", good: "docker pull aquasec/trivy:0.65.0\n" },
    {
      kind: "document",
      bad: "docker run --rm -v $PWD:/work:ro ghcr.io/aquasecurity/trivy:0.22.0 fs /work\n",
      good: "docker run --rm -v $PWD:/work:ro ghcr.io/aquasecurity/trivy:0.65.0 fs /work\n",
    },
    {
      kind: "compose",
      bad: "services:\n  scanner:\n    image: aquasec/trivy:0.19.2\n    command: server --listen 0.0.0.0:4954\n",
      good: "services:\n  scanner:\n    image: aquasec/trivy:0.65.0\n    command: server --listen 0.0.0.0:4954\n",
    },
  ],
  *check({ containers, runLines }) {
    for (const container of [...containers.containers, ...pulled(runLines)]) {
      const { image } = container;
      const scannerImage = scannerOf(container);
      const minor = /^v?0\.(\d{1,3})(?:\.|-|$)/.exec(scannerImage?.reference.tag ?? "")?.[1];
      if (
        image === undefined ||
        scannerImage?.scanner !== "trivy" ||
        minor === undefined ||
        Number(minor) >= firstSupported
      )
        continue;
      yield {
        message: `trivy ${scannerImage.reference.tag} reads database schema 1, which was given up in 2022: it does not know what was found since`,
        at: placeOf(image),
        evidence: [
          ...evidenceOf(containers, image),
          reference(
            "Schema 2 replaced schema 1 in January 2022; trivy 0.22 still expects 1, 0.23 expects 2",
            "aquasecurity/trivy-db#168, aquasecurity/trivy#1623, aquasecurity/trivy-db#201",
          ),
          reference(
            "The schema 1 database is no longer used (2022), and publishing it was removed (2023)",
            "aquasecurity/trivy-db#186, #218, #279",
          ),
        ],
      };
    }
  },
});
