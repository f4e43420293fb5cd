import { reference } from "../shared/evidence.ts";
import { byFile, mostSevere, secretEvidence, secretsIn } from "./image-secrets.ts";
import { layerName, mostListed } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/deleted-but-shipped",
  title: "Secret deleted only in a later layer",
  why:
    "No container shows the file, but its layer is stored, pushed and pulled as before: one command unpacks it. " +
    "Bring it in with `RUN --mount=type=secret` so that no layer holds it, and replace the secret if the image was ever pushed.",
  severity: "error",
  needs: ["layers", "secrets"],
  fix: "none",
  also: ["cis-docker/4.10"],
  examples: [
    {
      kind: "image",
      bad: {
        secrets: [
          {
            kind: "npmrc-credentials",
            title: "Login of a package registry in .npmrc",
            severity: "error",
            masked: "npm_… (40 characters)",
            place: { in: "file", layer: 3, path: "/app/.npmrc", line: 1, hiddenBy: 5 },
          },
        ],
      },
      good: { secrets: [] },
    },
  ],
  *check({ layers, secrets }) {
    for (const file of byFile(secretsIn(secrets, "file").filter(({ place }) => place.hiddenBy !== undefined))) {
      const [first, ...others] = file;
      const { path, layer, hiddenBy = layer } = first.place;
      yield {
        message: `${first.title} in ${path}: ${layerName(layers, hiddenBy)} hides the file, ${layerName(layers, layer)} still ships it: ${first.masked}`,
        at: { layer, path },
        severity: mostSevere(file),
        evidence: [
          secretEvidence(first),
          ...others.slice(0, mostListed).map(secretEvidence),
          reference(
            "a deletion adds a whiteout to the new layer and leaves the layers below as they are",
            "OCI image specification, layer changesets",
          ),
        ],
      };
    }
  },
});
