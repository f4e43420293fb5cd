import type { LayerInfo, WastedPath } from "../domain/image.ts";
import type { ImageRead } from "../sources/image/read-image.ts";
import type { DockerfileFact } from "./dockerfile.ts";
import { joinHistory } from "./history.ts";

/** The layers with their sizes and, when the image was built from `dockerfile`, the line of each one's instruction. */
export function layerInfos(
  read: ImageRead,
  waste: readonly WastedPath[],
  dockerfile: DockerfileFact | undefined,
): LayerInfo[] {
  const lines = dockerfile === undefined ? [] : layerLines(read, dockerfile);
  const wasted = new Map<number, number>();
  for (const { layer, bytes } of waste) wasted.set(layer, bytes + (wasted.get(layer) ?? 0));
  return read.layers.map(({ index, diffId, createdBy, entries }) => {
    let bytes = 0;
    let files = 0;
    for (const entry of entries) {
      if (entry.type === "dir" || entry.path.includes("/.wh.")) continue;
      bytes += entry.size;
      files++;
    }
    const line = lines[index];
    return {
      index,
      diffId,
      createdBy,
      ...(line === undefined ? {} : { line }),
      bytes,
      files,
      wastedBytes: wasted.get(index) ?? 0,
    };
  });
}

function layerLines(read: ImageRead, dockerfile: DockerfileFact): (number | undefined)[] {
  const history = read.config.history;
  if (history.filter((entry) => !entry.empty).length !== read.layers.length) return [];
  const lines = joinHistory(history, dockerfile);
  return lines.filter((_, at) => history[at]?.empty === false);
}
