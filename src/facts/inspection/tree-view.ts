import type { TreeRow, TreeView } from "../../domain/image/inspection.ts";
import { folderWalk } from "./folder-walk.ts";
import type { FinalPath } from "./paths.ts";
import { largestFirst, topList, type TopList } from "./top-list.ts";

/** A child with its visible rows. */
interface Block extends TreeRow {
  readonly below: readonly TreeRow[];
}

interface Folder {
  bytes: number;
  files: number;
  children: number;
  /** Absent below the depth that is shown. */
  readonly shown?: TopList<Block>;
}

/** The final file system down to `depth`, the `top` largest children of each folder. Memory grows with the rows shown. */
export function treeView(paths: Iterable<FinalPath>, depth: number, top: number): TreeView {
  const walk = folderWalk<Folder>(
    (_, at) => ({
      bytes: 0,
      files: 0,
      children: 0,
      ...(at < depth ? { shown: topList<Block>(top, largestFirst) } : {}),
    }),
    ({ path, depth: at, value }, { value: parent }) => {
      parent.bytes += value.bytes;
      parent.files += value.files;
      parent.children++;
      parent.shown?.add({
        kind: "folder",
        path,
        depth: at,
        bytes: value.bytes,
        paths: value.files,
        below: rowsBelow(path, at, value),
      });
    },
  );
  for (const { path, type, size } of paths) {
    if (type === "dir") continue;
    const folder = walk.folderOf(path);
    folder.value.bytes += size;
    folder.value.files++;
    folder.value.children++;
    folder.value.shown?.add({ kind: "file", path, depth: folder.depth + 1, bytes: size, paths: 1, below: [] });
  }
  const { value } = walk.end();
  const root: TreeRow = { kind: "folder", path: "/", depth: 0, bytes: value.bytes, paths: value.files };
  return { kind: "tree", depth, top, rows: [root, ...rowsBelow("/", 0, value)] };
}

function rowsBelow(path: string, depth: number, { shown, children, bytes }: Folder): TreeRow[] {
  const blocks = shown?.items() ?? [];
  const rows = blocks.flatMap(({ below, ...row }) => [row, ...below]);
  const hiddenCount = shown === undefined ? 0 : children - blocks.length;
  if (hiddenCount === 0) return rows;
  const shownBytes = blocks.reduce((sum, block) => sum + block.bytes, 0);
  return [...rows, { kind: "rest", path, depth: depth + 1, bytes: bytes - shownBytes, paths: hiddenCount }];
}
