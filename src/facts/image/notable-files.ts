import { contentSize, entryMode, entryOwner, entryType } from "../../domain/image/entries.ts";
import type { FileNote, ImageInfo, Leftover } from "../../domain/image/image-info.ts";
import type { Tree } from "../tree/tree.ts";
import { nodeName, nodePath, type Nodes } from "../tree/tree-nodes.ts";
import { fileCapabilities } from "./file-capabilities.ts";
import {
  leftoverFile,
  leftoverFolder,
  leftoverRoot,
  mayBeLeftover,
  type LeftoverFolder,
  type LeftoverFound,
} from "./leftover-at.ts";
import { holdsPrograms, programKind } from "./programs.ts";
import { compareText } from "../../text/compare-text.ts";

type Notable = Pick<ImageInfo, "setuid" | "fileCapabilities" | "worldWritable" | "devices" | "programs" | "leftovers">;

/**
 * Notable files of the final file system, by path: files with the set-user-ID or set-group-ID bit (inode(7)), with capabilities, open to
 * all, devices, telling programs, and build leftovers.
 */
export function notableFiles(tree: Tree, ownerOf: (row: number) => string | undefined): Notable {
  const { nodes, layers } = tree;
  const setuid: FileNote[] = [];
  const capable: (FileNote & { readonly capabilities: string })[] = [];
  const worldWritable: FileNote[] = [];
  const devices: FileNote[] = [];
  const programs: ImageInfo["programs"][number][] = [];
  const leftovers = leftoverBook();
  const { special, programFolders } = tellingFolders(nodes);

  // Paths are built only for notable files: a few hundred of 100,000.
  for (let row = 0; row < nodes.count; row++) {
    const layer = nodes.layer[row] ?? -1;
    const entries = layers[layer]?.entries;
    if (entries === undefined) continue;
    const entry = nodes.entry[row] ?? 0;
    const type = entryType(entries, entry);
    const mode = entryMode(entries, entry);
    const isFile = type === "file" || type === "hardlink";
    const folder = nodes.parent[row] ?? 0;
    const note = (): FileNote => {
      const path = nodePath(nodes, row);
      const [uid, gid] = entryOwner(entries, entry);
      const owner = ownerOf(row);
      const bytes = contentSize(entries, entry);
      const text = mode.toString(8).padStart(4, "0");
      return { path, mode: text, uid, gid, layer, bytes, ...(owner === undefined ? {} : { owner }) };
    };
    if (isFile && (mode & 0o6000) !== 0) setuid.push(note());
    if ((mode & 0o002) !== 0 && (isFile || (type === "dir" && (mode & 0o1000) === 0))) worldWritable.push(note());
    if (type === "char" || type === "block") devices.push(note());
    if (isFile && entries.xattrs.size > 0) {
      const at = entries.carriers.get(entry) ?? entry;
      const attribute = entries.xattrs.get(at)?.["security.capability"];
      const capabilities = attribute === undefined ? undefined : fileCapabilities(attribute);
      if (capabilities !== undefined) capable.push({ ...note(), capabilities });
    }
    if ((isFile || type === "symlink") && programFolders.has(folder)) {
      const path = nodePath(nodes, row);
      const kind = programKind(path, type === "symlink" ? 0o777 : mode);
      if (kind !== undefined) programs.push({ kind, path, layer });
    }
    if (!isFile) continue;
    const place = special.get(folder);
    if (place === undefined && !mayBeLeftover(nodes.names, nodes.nameEnd[row - 1] ?? 0, nodes.nameEnd[row] ?? 0))
      continue;
    const leftover = place?.inside ?? leftoverFile(place, nodeName(nodes, row), () => nodePath(nodes, row));
    if (leftover !== undefined)
      leftovers.add(leftover, layer, contentSize(entries, entry), () => ownerOf(row) !== undefined);
  }

  const seesXattrs = layers.every(({ xattrs }) => xattrs);
  return {
    setuid: byPath(setuid),
    ...(seesXattrs ? { fileCapabilities: byPath(capable) } : {}),
    worldWritable: byPath(worldWritable),
    devices: byPath(devices),
    programs: byPath(programs),
    leftovers: leftovers.finish(),
  };
}

/** Rows of folders in or above leftovers, and of those that hold programs. */
function tellingFolders(nodes: Nodes) {
  const special = new Map<number, LeftoverFolder>([[0, leftoverRoot]]);
  const programFolders = new Set<number>();
  // A folder's row comes before those of what it holds.
  for (let row = 1; row < nodes.count; row++) {
    if ((nodes.firstChild[row] ?? -1) < 0) continue;
    const name = nodeName(nodes, row);
    if (holdsPrograms(name)) programFolders.add(row);
    const leftover = leftoverFolder(special.get(nodes.parent[row] ?? 0), name, () => nodePath(nodes, row));
    if (leftover !== undefined) special.set(row, leftover);
  }
  return { special, programFolders };
}

/** One item for each place and layer, largest first. */
function leftoverBook() {
  const leftovers = new Map<string, { -readonly [Key in keyof Leftover]: Leftover[Key] }>();
  return {
    add(leftover: LeftoverFound, layer: number, bytes: number, owned: () => boolean): void {
      if (bytes === 0 || (leftover.place.onlyUnowned === true && owned())) return;
      const key = `${layer}:${leftover.path}`;
      const existingLeftover = leftovers.get(key);
      if (existingLeftover === undefined) {
        leftovers.set(key, { kind: leftover.place.kind, path: leftover.path, bytes, files: 1, layer });
        return;
      }
      existingLeftover.bytes += bytes;
      existingLeftover.files++;
    },
    finish: (): Leftover[] =>
      [...leftovers.values()].sort((a, b) => b.bytes - a.bytes || compareText(a.path, b.path) || a.layer - b.layer),
  };
}

function byPath<T extends { readonly path: string }>(items: T[]): T[] {
  return items.sort((a, b) => compareText(a.path, b.path));
}
