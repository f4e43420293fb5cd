import type { FileAspect, FileChange, ImageDiff } from "../../domain/image/inspection.ts";
import { folderWalk, standsForItself } from "./folder-walk.ts";
import { treeOrder, type FinalPath } from "./paths.ts";
import { topList } from "./top-list.ts";
import { compareText } from "../../text/compare-text.ts";

/** Whether two files of equal size hold the same bytes; undefined when no one compared them. */
export type SameContent = (before: FinalPath, after: FinalPath) => boolean | undefined;

type Files = ImageDiff["files"];
type FolderChange = Files["folders"][number];

/** Two final file systems, walked side by side. A folder counts only where its rights or its kind changed. */
export function comparePaths(
  from: Iterable<FinalPath>,
  to: Iterable<FinalPath>,
  top: number,
  sameContent: SameContent = () => undefined,
): Files {
  const sums = { added: { paths: 0, bytes: 0 }, removed: { paths: 0, bytes: 0 }, changed: { paths: 0, bytes: 0 } };
  let [sameCount, notCompared] = [0, 0];
  const largest = topList<FileChange>(top, (a, b) => weightOf(b) - weightOf(a) || compareText(a.path, b.path));
  const folders = topList<FolderChange>(
    top,
    (a, b) => folderWeight(b) - folderWeight(a) || compareText(a.path, b.path),
  );
  const walk = folderWalk(
    () => ({ paths: 0, before: 0, after: 0, heaviest: 0 }),
    ({ path, value: { heaviest, ...sum } }, { value: parent }) => {
      const weight = folderWeight(sum);
      if (standsForItself(weight, heaviest)) folders.add({ path, ...sum });
      parent.paths += sum.paths;
      parent.before += sum.before;
      parent.after += sum.after;
      parent.heaviest = Math.max(parent.heaviest, weight);
    },
  );
  for (const [before, after] of pairs(from, to)) {
    const change = changeOf(before, after, sameContent);
    if (change === undefined) continue;
    if (change === "same" || change === "unknown") {
      if (change === "same") sameCount++;
      else notCompared++;
      continue;
    }
    sums[change.change].paths++;
    sums[change.change].bytes += change.after ?? change.before ?? 0;
    largest.add(change);
    const { value } = walk.folderOf(change.path);
    value.paths++;
    value.before += change.before ?? 0;
    value.after += change.after ?? 0;
  }
  walk.end();
  return { ...sums, same: sameCount, notCompared, largest: largest.items(), folders: folders.items() };
}

/** Paths of both sides together, in tree order. */
function* pairs(
  from: Iterable<FinalPath>,
  to: Iterable<FinalPath>,
): Generator<[before: FinalPath | undefined, after: FinalPath | undefined]> {
  const [left, right] = [from[Symbol.iterator](), to[Symbol.iterator]()];
  let [before, after] = [left.next(), right.next()];
  while (before.done !== true || after.done !== true) {
    const order = before.done === true ? 1 : after.done === true ? -1 : treeOrder(before.value.path, after.value.path);
    yield [
      order <= 0 && before.done !== true ? before.value : undefined,
      order >= 0 && after.done !== true ? after.value : undefined,
    ];
    if (order <= 0) before = left.next();
    if (order >= 0) after = right.next();
  }
}

/** `unknown`: alike as far as anybody looked. Undefined for what does not count: a folder that is new, gone or as before. */
function changeOf(
  before: FinalPath | undefined,
  after: FinalPath | undefined,
  sameContent: SameContent,
): FileChange | "same" | "unknown" | undefined {
  if (before === undefined || after === undefined) {
    const file = before ?? after;
    if (file === undefined || file.type === "dir") return undefined;
    return before === undefined
      ? { path: file.path, change: "added", what: [], after: file.size }
      : { path: file.path, change: "removed", what: [], before: file.size };
  }
  const content = before.type === "file" && after.type === "file" ? equalBytes(before, after, sameContent) : true;
  const aspects: FileAspect[] = [
    ...(before.type === after.type ? [] : ["type" as const]),
    ...(content === false ? ["content" as const] : []),
    ...(before.type === after.type && before.link !== after.link ? ["link" as const] : []),
    // Linux reports every symbolic link with the mode 0777, and archives do not agree.
    ...(before.mode === after.mode || after.type === "symlink" ? [] : ["mode" as const]),
    ...(before.uid === after.uid && before.gid === after.gid ? [] : ["owner" as const]),
  ];
  if (aspects.length > 0)
    return { path: after.path, change: "changed", what: aspects, before: before.size, after: after.size };
  if (after.type === "dir") return undefined;
  return content === undefined ? "unknown" : "same";
}

function equalBytes(before: FinalPath, after: FinalPath, sameContent: SameContent): boolean | undefined {
  const size = before.contentSize ?? before.size;
  if (size !== (after.contentSize ?? after.size)) return false;
  if (size === 0 || (before.content !== undefined && before.content === after.content)) return true;
  return sameContent(before, after);
}

function weightOf({ before = 0, after = 0 }: FileChange): number {
  return Math.max(before, after);
}

function folderWeight({ before, after }: { readonly before: number; readonly after: number }): number {
  return Math.max(before, after);
}
