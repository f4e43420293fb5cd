import { entryType, type Entries } from "../domain/entries.ts";
import type { LayerInfo, WastedPath } from "../domain/image.ts";
import type { ImageRead } from "../sources/image/read-image.ts";
import type { DockerfileFact } from "./dockerfile.ts";
import { joinHistory } from "./history.ts";
import { redactCommand } from "./secrets/redact.ts";
import type { Tree } from "./tree.ts";

/** The layers with their sizes and, when the image was built from `dockerfile`, the line of each one's instruction. */
export function layerInfos(
  read: ImageRead,
  tree: Tree,
  waste: readonly WastedPath[],
  dockerfile: DockerfileFact | undefined,
): LayerInfo[] {
  const lines = dockerfile === undefined ? [] : layerLines(read, dockerfile);
  const wasted = new Map<number, number>();
  for (const { layer, bytes } of waste) wasted.set(layer, bytes + (wasted.get(layer) ?? 0));
  return read.layers.map(({ index, diffId, createdBy, entries, verified, compressedBytes }) => {
    const line = lines[index];
    const { added, changed, deleted } = tree.changes[index] ?? { added: 0, changed: 0, deleted: 0 };
    return {
      index,
      diffId,
      // A build argument with a token in it must not be told again.
      createdBy: redactCommand(createdBy),
      ...(line === undefined ? {} : { line }),
      ...sums(entries),
      added,
      changed,
      deleted,
      wastedBytes: wasted.get(index) ?? 0,
      ...(compressedBytes === undefined ? {} : { compressedBytes }),
      digest: verified ? "verified" : "not-checked",
    };
  });
}

/** All that is no folder and no whiteout. */
function sums(entries: Entries): Pick<LayerInfo, "bytes" | "files"> {
  const { names, nameEnd, size, count } = entries;
  let bytes = 0;
  let files = 0;
  for (let at = 0; at < count; at++) {
    if (entryType(entries, at) === "dir") continue;
    const start = at === 0 ? 0 : (nameEnd[at - 1] ?? 0);
    const whiteout =
      names[start] === 46 && names[start + 1] === 119 && names[start + 2] === 104 && names[start + 3] === 46;
    if (whiteout) continue;
    bytes += size[at] ?? 0;
    files++;
  }
  return { bytes, files };
}

function layerLines(read: ImageRead, dockerfile: DockerfileFact): (number | undefined)[] {
  const history = read.config.history;
  if (history.filter((entry) => !entry.empty).length !== read.layers.length) return [];
  const lines = joinHistory(history, dockerfile);
  return lines.filter((_, at) => history[at]?.empty === false);
}
