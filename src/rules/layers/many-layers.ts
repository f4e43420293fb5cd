import type { LayerInfo } from "../../domain/image/image-info.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { layerEvidence, layerName } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const maxLayers = 20;
/** A layer this small carries a few settings. */
const small = 10_000;

export default defineRule({
  id: "layers/many-layers",
  title: "Image of many layers",
  why:
    "Each layer is pulled, checked and mounted by itself, and one that changes rebuilds all after it. What belongs together belongs in one RUN or COPY; " +
    "more than 20 layers mostly means one instruction for each command.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: ["mint/ID.20020"],
  examples: [{ kind: "image", bad: { image: { layers: layersOf(21) } }, good: { image: { layers: layersOf(3) } } }],
  *check({ layers: image }) {
    const { layers } = image;
    if (layers.length <= maxLayers) return;
    const tiny = layers.filter(({ bytes }) => bytes < small);
    const [first, ...others] = (tiny.length > 0 ? tiny : layers).slice(0, 5);
    if (first === undefined) return;
    yield {
      message: `The image has ${layers.length} layers, ${tiny.length} of them smaller than ${small / 1000} kB; the first of those is ${layerName(image, first.index)}`,
      at: { layer: first.index, path: "/" },
      evidence: [layerEvidence(first), ...others.map(layerEvidence)],
    };
  },
});

function layersOf(count: number): readonly LayerInfo[] {
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? exampleLayer(index, "FROM", 80_000_000)
      : exampleLayer(index, `RUN echo ${index} >> /etc/app.conf`, 120),
  );
}
