import { entrySize, isFolder, whiteoutsOf, type Entries } from "../../domain/image/entries.ts";
import type { SbomContents, LayerInfo, WastedPath } from "../../domain/image/image-info.ts";
import type { ImageScan } from "../../domain/image/image-scan.ts";
import type { DockerfileFact } from "../dockerfile/dockerfile.ts";
import { joinHistory } from "../history/history.ts";
import { redactCommand } from "../secrets/redact.ts";
import type { Tree } from "../tree/tree.ts";

type LayerRead = ImageScan["layers"][number];

/** A layer with its size. */
export function layerContents({ index, diffId, entries }: LayerRead): SbomContents["layers"][number] {
  return { index, diffId, bytes: bytesOf(entries) };
}

/** The layers with all that is known of them and, when the image was built from `dockerfile`, the line of each one's instruction. */
export function layerInfos(
  read: ImageScan,
  tree: Tree,
  waste: readonly WastedPath[],
  dockerfile: DockerfileFact | undefined,
): LayerInfo[] {
  const lines = dockerfile === undefined ? [] : layerLines(read, dockerfile);
  const wasted = new Map<number, number>();
  for (const { layer, bytes } of waste) wasted.set(layer, bytes + (wasted.get(layer) ?? 0));
  return read.layers.map((layer) => {
    const { index, entries, createdBy, verified, compressedBytes } = layer;
    const line = lines[index];
    const { added, changed, deleted } = tree.changes[index] ?? { added: 0, changed: 0, deleted: 0 };
    return {
      ...layerContents(layer),
      // A build argument with a token in it must not be reported again.
      createdBy: redactCommand(createdBy),
      ...(line === undefined ? {} : { line }),
      files: filesOf(entries),
      added,
      changed,
      deleted,
      wastedBytes: wasted.get(index) ?? 0,
      ...(compressedBytes === undefined ? {} : { compressedBytes }),
      digest: verified ? "verified" : "not-checked",
    };
  });
}

/** Of all that is no whiteout; folders have none. */
function bytesOf(entries: Entries): number {
  const totalBytes = entries.size.reduce((sum, bytes) => sum + bytes, 0);
  return whiteoutsOf(entries)
    .values()
    .reduce((sum, at) => sum - entrySize(entries, at), totalBytes);
}

/** How many are neither folder nor whiteout. */
function filesOf(entries: Entries): number {
  const whiteouts = whiteoutsOf(entries);
  let files = 0;
  for (let at = 0; at < entries.count; at++) if (!isFolder(entries, at) && !whiteouts.has(at)) files++;
  return files;
}

function layerLines(read: ImageScan, dockerfile: DockerfileFact): (number | undefined)[] {
  const history = read.config.history;
  if (history.filter((entry) => !entry.empty).length !== read.layers.length) return [];
  const lines = joinHistory(history, dockerfile);
  return lines.filter((_, at) => history[at]?.empty === false);
}
