import type { Evidence, Observation } from "../domain/finding.ts";
import type { ImageInfo } from "../domain/image.ts";
import { amount, layerName } from "./image-text.ts";

/** Less is what a package manager writes anyway. */
const leastBytes = 100_000;

/** One observation for the leftovers that `wanted` names, at the largest; nothing when they are too small to matter. */
export function* leftoversAmong(image: ImageInfo, wanted: RegExp, what: string): Generator<Observation> {
  const found = image.leftovers
    .filter(({ path }) => wanted.test(path))
    .toSorted((a, b) => b.bytes - a.bytes || a.layer - b.layer);
  const bytes = found.reduce((sum, item) => sum + item.bytes, 0);
  const [first] = found;
  const [evidence, ...others] = found.map(({ path, bytes: size, layer }): Evidence => ({
    kind: "file",
    path,
    layer,
    bytes: size,
  }));
  if (first === undefined || evidence === undefined || bytes < leastBytes) return;
  const places = [...new Set(found.map(({ path }) => path))];
  yield {
    message: `${amount(bytes)} of ${what} are left in \`${places.join("`, `")}\`, ${amount(first.bytes)} of it by ${layerName(image, first.layer)}`,
    at: { layer: first.layer, path: first.path },
    evidence: [evidence, ...others],
  };
}
