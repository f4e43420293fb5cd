import type { Evidence } from "../../domain/finding/finding.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { amount, firstOf, layerEvidence, layerName } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const mostBytes = 5_000_000;
const mostShare = 0.05;
/** Below this a share is a matter of a few log files. */
const leastBytes = 100_000;
const pathsShown = 5;

export default defineRule({
  id: "layers/wasted-bytes",
  title: "Wasted space in lower layers",
  why:
    "A file that a later layer deletes or overwrites stays in the image: it is stored, pushed and pulled for nothing, and whoever has the image can still read it. " +
    "Delete it in the RUN that made it, or copy it once and in its final form.",
  severity: "warning",
  needs: ["layers"],
  fix: "none",
  also: ["dive/highestUserWastedPercent", "dive/lowestEfficiency"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          layers: [
            exampleLayer(0, "FROM", 90_000_000),
            exampleLayer(1, "RUN apt-get update", 34_400_000, { line: 3, wastedBytes: 34_400_000 }),
            exampleLayer(2, "RUN rm -rf /var/lib/apt/lists", 0, { line: 5 }),
          ],
          waste: {
            bytes: 34_400_000,
            paths: [{ path: "/var/lib/apt/lists", bytes: 34_400_000, layer: 1, by: 2, how: "deleted" }],
            efficiency: 0.723,
          },
        },
      },
      good: {
        image: {
          layers: [exampleLayer(0, "FROM", 90_000_000, { wastedBytes: 400_000 })],
          waste: {
            bytes: 400_000,
            paths: [{ path: "/var/lib/dpkg/status", bytes: 400_000, layer: 0, by: 1, how: "overwritten" }],
            efficiency: 0.996,
          },
        },
      },
    },
  ],
  *check({ layers }) {
    const { bytes, paths } = layers.waste;
    const total = layers.layers.reduce((sum, layer) => sum + layer.bytes, 0);
    if (bytes <= mostBytes && (bytes < leastBytes || bytes <= total * mostShare)) return;
    const holders = layers.layers
      .filter(({ wastedBytes }) => wastedBytes > 0)
      .toSorted((a, b) => b.wastedBytes - a.wastedBytes || a.index - b.index);
    const largestLayer = holders[0];
    if (largestLayer === undefined) return;
    const top = paths.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, pathsShown);
    const layerAmounts = holders.map(
      ({ index, wastedBytes }) => `${amount(wastedBytes)} in ${layerName(layers, index)}`,
    );
    yield {
      message: `${amount(bytes)} of ${amount(total)} (${Math.round((bytes / total) * 100)} %) are overwritten or deleted by later layers: ${firstOf(layerAmounts, 3)}`,
      at: { layer: largestLayer.index, path: top.find(({ layer }) => layer === largestLayer.index)?.path ?? "/" },
      evidence: [
        layerEvidence(largestLayer),
        ...holders.slice(1, pathsShown).map(layerEvidence),
        ...top.map(({ path, layer, bytes: lost, by, how }): Evidence => ({
          kind: "file",
          path,
          layer,
          bytes: lost,
          detail: `${how} by ${layerName(layers, by)}`,
        })),
      ],
    };
  },
});
