import { reference } from "../shared/evidence.ts";
import { byFile, mostSevere, secretEvidence, secretsIn } from "./image-secrets.ts";
import { mostListed, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/in-image-file",
  title: "Secret in a file of the image",
  why:
    "Who can pull the image can read every file in it: the key or password is known to all of them, and so to whoever breaks into one container. " +
    "Take it out of the build, mount it when the container starts, and replace it if such an image was ever pushed.",
  severity: "error",
  needs: ["layers", "secrets"],
  fix: "none",
  also: ["dockle/CIS-DI-0010", "cis-docker/4.10"],
  examples: [
    {
      kind: "image",
      bad: {
        secrets: [
          {
            kind: "private-key",
            title: "Private key",
            severity: "error",
            masked: "RSA PRIVATE KEY",
            place: { in: "file", layer: 2, path: "/app/server.key", line: 1 },
          },
        ],
      },
      good: { secrets: [] },
    },
  ],
  *check({ secrets }) {
    const visibleSecrets = secretsIn(secrets, "file").filter(({ place }) => place.hiddenBy === undefined);
    for (const file of byFile(visibleSecrets)) {
      const [first, ...others] = file;
      const { path, line, layer } = first.place;
      const moreText = others.length === 0 ? "" : `, and ${plural(others.length, "more secret")} in this file`;
      yield {
        message: `${first.title} in ${path}, line ${line}: ${first.masked}${moreText}`,
        at: { layer, path },
        severity: mostSevere(file),
        evidence: [
          secretEvidence(first),
          ...others.slice(0, mostListed).map(secretEvidence),
          reference("Secrets must not be stored in images", "CIS Docker Benchmark, 4.10"),
        ],
      };
    }
  },
});
