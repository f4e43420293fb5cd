import type { Evidence } from "../../domain/finding/finding.ts";
import type { LayerInfo } from "../../domain/image/image-info.ts";
import type { ImageFacts } from "../../facts/image/image-facts.ts";

/** Most items of one kind that a finding lists; its message counts the rest. */
export const mostListed = 20;

/** Decimal units, as `docker images` shows sizes. */
export function amount(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(0)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

/** `line 7 of the Dockerfile`, or `layer 3` where the line is not known; layers count from 0, as everywhere in a report. */
export function layerName({ layers }: ImageFacts["layers"], index: number): string {
  const line = layers.find((layer) => layer.index === index)?.line;
  return line === undefined ? `layer ${index}` : `line ${line} of the Dockerfile`;
}

export function layerEvidence({ index, createdBy, bytes, line }: LayerInfo): Evidence {
  return { kind: "layer", layer: index, createdBy, bytes, ...(line !== undefined && { line }) };
}

export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** A list for a message: the first few, and how many more there are. */
export function firstOf(names: readonly string[], maxNames = 5): string {
  const omittedCount = names.length - maxNames;
  return omittedCount > 0 ? `${names.slice(0, maxNames).join(", ")} and ${omittedCount} more` : names.join(", ");
}
