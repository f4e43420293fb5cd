import type { Evidence } from "../../domain/finding/finding.ts";
import { overBudget } from "../shared/budgets.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { layerEvidence } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const maxListed = 5;

export default defineRule({
  id: "layers/over-budget",
  title: "Image size or waste over budget",
  why:
    "`budgets` in hullproof.yaml says what an image may cost: bytes, layers, waste. An image grows by a little with every change and no one decides it; " +
    "with a budget the pull request that crosses the line is the one that is asked.",
  severity: "error",
  needs: ["layers", "budgets"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        budgets: { size: 100_000_000, layers: 2 },
        image: {
          sizeBytes: 131_000_000,
          layers: [0, 1, 2].map((index) => exampleLayer(index, "COPY . /app", 43_700_000)),
        },
      },
      good: { budgets: { size: 200_000_000, layers: 2 }, image: { sizeBytes: 131_000_000 } },
    },
    {
      kind: "image",
      bad: { budgets: { efficiency: 0.95 }, image: { waste: { bytes: 9_000_000, paths: [], efficiency: 0.91 } } },
      good: {
        budgets: { efficiency: 0.9, wastedBytes: 10_000_000 },
        image: { waste: { bytes: 9_000_000, paths: [], efficiency: 0.91 } },
      },
    },
  ],
  *check({ layers: image, budgets }) {
    const { layers, waste } = image;
    const largest = layers
      .toSorted((a, b) => b.bytes - a.bytes || a.index - b.index)
      .slice(0, maxListed)
      .map(layerEvidence);
    const wasted = waste.paths
      .slice(0, maxListed)
      .map(({ path, layer, bytes, how }): Evidence => ({ kind: "file", path, layer, bytes, detail: how }));
    return yield* overBudget(budgets, [
      { limit: "size", what: "The image's size", is: image.sizeBytes, unit: "bytes", because: largest },
      {
        limit: "compressedSize",
        what: "The image's compressed size",
        is: image.compressedBytes,
        unit: "bytes",
        because: largest,
      },
      { limit: "wastedBytes", what: "Bytes that no container sees", is: waste.bytes, unit: "bytes", because: wasted },
      {
        limit: "efficiency",
        what: "The share of the stored bytes that containers see",
        is: waste.efficiency,
        unit: "share",
        because: wasted,
      },
      { limit: "layers", what: "Layers", is: layers.length, unit: "count" },
    ]);
  },
});
