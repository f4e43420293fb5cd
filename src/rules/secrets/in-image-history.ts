import { reference } from "../shared/evidence.ts";
import { secretsIn } from "./image-secrets.ts";
import { layerEvidence } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/in-image-history",
  title: "Secret in the image's history",
  why:
    "`docker history --no-trunc` shows every command of the build and the build arguments it was given, to everyone who can pull the image; unsetting or deleting it later changes nothing. " +
    "Hand it to the one RUN that needs it with `--mount=type=secret`, and replace what was already published.",
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
            kind: "named-secret",
            title: "Value of a name that says secret",
            severity: "error",
            masked: "x9y8… (32 characters)",
            place: { in: "history", step: 4, layer: 2 },
          },
        ],
      },
      good: { secrets: [] },
    },
  ],
  *check({ layers, secrets }) {
    for (const { kind, title, masked, severity, place } of secretsIn(secrets, "history")) {
      const layer = layers.layers.find(({ index }) => index === place.layer);
      const historyStep = layer?.line === undefined ? `step ${place.step}` : `line ${layer.line} of the Dockerfile`;
      const pointer = `history[${place.step}]`;
      yield {
        message: `${title} in the history, ${historyStep}: ${masked}`,
        at: { setting: pointer },
        severity,
        evidence: [
          { kind: "setting", pointer, value: `${title} (${kind}): ${masked}` },
          // Omits the instruction itself: it contains the secret.
          ...(layer === undefined ? [] : [layerEvidence({ ...layer, createdBy: pointer })]),
          reference("history tells how each layer was made", "OCI image specification, image configuration, history"),
        ],
      };
    }
  },
});
