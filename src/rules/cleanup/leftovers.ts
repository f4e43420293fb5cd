import type { Evidence } from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import type { LeftoverKind } from "../../domain/image/image-info.ts";
import type { ImageFacts } from "../../facts/image/image-facts.ts";
import { amount, firstOf, layerName, mostListed } from "../shared/image-text.ts";

/** A package manager always writes less than this. */
const leastBytes = 100_000;

interface LeftoverQuery {
  readonly kinds: readonly LeftoverKind[];
  /** For the message: "package lists". */
  readonly what: string;
  /** Smaller amounts are not reported; default 100 kB. */
  readonly from?: number;
}

/** One observation for the leftovers of some kinds, at the largest; nothing when they are too small to matter. */
export function* leftoversAmong(layers: ImageFacts["layers"], query: LeftoverQuery): Generator<Observation> {
  const { kinds, what, from = leastBytes } = query;
  const leftovers = layers.leftovers
    .filter(({ kind }) => kinds.includes(kind))
    .toSorted((a, b) => b.bytes - a.bytes || a.layer - b.layer || (a.path < b.path ? -1 : 1));
  const bytes = leftovers.reduce((sum, item) => sum + item.bytes, 0);
  const [first] = leftovers;
  const [evidence, ...others] = leftovers.slice(0, mostListed).map(({ path, bytes: size, layer, files }): Evidence => ({
    kind: "file",
    path,
    layer,
    bytes: size,
    detail: files === 1 ? "1 file" : `${files} files`,
  }));
  if (first === undefined || evidence === undefined || bytes < from) return;
  const places = [...new Set(leftovers.map(({ path }) => path))];
  yield {
    message: `${amount(bytes)} of ${what} are left in ${firstOf(places.map((path) => `\`${path}\``))}, ${amount(first.bytes)} of it by ${layerName(layers, first.layer)}`,
    at: { layer: first.layer, path: first.path },
    about: { paths: places },
    evidence: [evidence, ...others],
  };
}
