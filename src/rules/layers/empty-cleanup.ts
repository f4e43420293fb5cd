import type { Evidence } from "../../domain/finding/finding.ts";
import type { LayerInfo } from "../../domain/image/image-info.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { amount, firstOf, layerEvidence, layerName } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const leastBytes = 100_000;
const cleans = /\b(?:autoremove|autoclean|apt(?:-get)? clean|(?:yum|dnf|apk cache|npm cache) clean)\b|\brm -\w*r/;
const alsoAdds = /\b(?:install|upgrade|update|add|COPY|ADD|build|download|curl|wget)\b/;

export default defineRule({
  id: "layers/empty-cleanup",
  title: "Cleanup layer without effect",
  why:
    "A layer can only add: what it deletes from the layers below is hidden and still shipped. Measured on the pattern `RUN apt-get autoremove`, `RUN apt-get autoclean`: 0 bytes freed, 406.5 MB before and after; " +
    "with the clean-up in the RUN that installs, 154.5 MB.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          layers: [
            exampleLayer(0, "RUN apt-get update && apt-get install -y gcc", 190_000_000, { line: 2 }),
            exampleLayer(1, "RUN /bin/sh -c apt-get autoclean", 0, { line: 3 }),
          ],
        },
      },
      good: {
        image: {
          layers: [
            exampleLayer(
              0,
              "RUN apt-get update && apt-get install -y gcc && apt-get clean && rm -rf /var/lib/apt/lists/*",
              120_000_000,
              { line: 2 },
            ),
          ],
        },
      },
    },
  ],
  *check({ layers }) {
    for (const layer of layers.layers) {
      const hidden = layers.waste.paths.filter(({ by, how }) => by === layer.index && how === "deleted");
      const bytes = hidden.reduce((sum, path) => sum + path.bytes, 0);
      if (bytes < leastBytes && !isCleanUpOnly(layer)) continue;
      const holders = [...new Set(hidden.map((path) => path.layer))]
        .sort((a, b) => a - b)
        .map((index) => layerName(layers, index));
      yield {
        message:
          bytes > 0
            ? `The clean-up in ${layerName(layers, layer.index)} frees 0 bytes: the ${amount(bytes)} it deletes stay in ${firstOf(holders, 3)}`
            : `The clean-up in ${layerName(layers, layer.index)} frees 0 bytes: it finds nothing to delete, and could only have hidden it`,
        at: { layer: layer.index, path: hidden[0]?.path ?? "/" },
        evidence: [
          layerEvidence(layer),
          ...hidden.slice(0, 5).map(({ path, layer: holder, bytes: lost }): Evidence => ({
            kind: "file",
            path,
            layer: holder,
            bytes: lost,
            detail: "hidden, not freed",
          })),
        ],
      };
    }
  },
});

/** Its instruction does nothing else, and only wrote a few logs and lists of the package manager. */
function isCleanUpOnly({ createdBy, bytes }: LayerInfo): boolean {
  return cleans.test(createdBy) && !alsoAdds.test(createdBy) && bytes < leastBytes;
}
