import type { LayerView, PathBytes } from "../../domain/image/inspection.ts";
import { folderWalk, standsForItself } from "./folder-walk.ts";
import type { LayerPath } from "./paths.ts";
import { largestFirst, topList } from "./top-list.ts";

type Folder = LayerView["folders"][number];
type File = LayerView["files"][number];

/** Additions and deletions of one layer. Memory is bounded by `top` items a list and the folders above one path, for any number of paths. */
export function layerView(layer: number, paths: Iterable<LayerPath>, top: number): LayerView {
  const sums = { added: { paths: 0, bytes: 0 }, changed: { paths: 0, bytes: 0 }, deleted: { paths: 0, bytes: 0 } };
  const folders = topList<Folder>(top, largestFirst);
  const files = topList<File>(top, largestFirst);
  const deleted = topList<PathBytes>(top, largestFirst);
  const walk = folderWalk(
    () => ({ bytes: 0, files: 0, heaviest: 0 }),
    ({ path, value }, parent) => {
      if (standsForItself(value.bytes, value.heaviest)) folders.add({ path, bytes: value.bytes, files: value.files });
      parent.value.bytes += value.bytes;
      parent.value.files += value.files;
      parent.value.heaviest = Math.max(parent.value.heaviest, value.bytes);
    },
  );
  for (const { path, type, size, change } of paths) {
    if (change === "deleted") {
      // A deleted folder is one path, and worth telling.
      sums.deleted.paths++;
      sums.deleted.bytes += size;
      deleted.add({ path, bytes: size });
      continue;
    }
    if (type === "dir") continue;
    sums[change].paths++;
    sums[change].bytes += size;
    const { value } = walk.folderOf(path);
    value.bytes += size;
    value.files++;
    if (type === "file") files.add({ path, bytes: size, change });
  }
  walk.end();
  return {
    kind: "layer",
    layer,
    top,
    ...sums,
    folders: folders.items(),
    files: files.items(),
    deletedPaths: deleted.items(),
  };
}
