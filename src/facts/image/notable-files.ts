import { contentSize, entryMode, entryOwner, entryType } from "../../domain/entries.ts";
import type { FileNote, ImageInfo, Leftover } from "../../domain/image.ts";
import type { Tree } from "../tree.ts";
import { nodePath } from "../tree-nodes.ts";
import { fileCapabilities } from "./file-capabilities.ts";
import { leftoverAt } from "./leftover-at.ts";
import { programKind } from "./programs.ts";

type Notable = Pick<ImageInfo, "setuid" | "fileCapabilities" | "worldWritable" | "devices" | "programs" | "leftovers">;

/**
 * What stands out in the final file system, by path: files with the set-user-ID or set-group-ID bit (inode(7)), with capabilities, open to
 * all, devices, telling programs, and what builds leave behind.
 */
export function notableFiles(tree: Tree, ownerOf: (row: number) => string | undefined): Notable {
  const { nodes, layers } = tree;
  const setuid: FileNote[] = [];
  const capable: (FileNote & { readonly capabilities: string })[] = [];
  const worldWritable: FileNote[] = [];
  const devices: FileNote[] = [];
  const programs: ImageInfo["programs"][number][] = [];
  const leftovers = leftoverBook();

  for (let row = 0; row < nodes.count; row++) {
    const layer = nodes.layer[row] ?? -1;
    const entries = layers[layer]?.entries;
    if (entries === undefined) continue;
    const entry = nodes.entry[row] ?? 0;
    const type = entryType(entries, entry);
    const mode = entryMode(entries, entry);
    const isFile = type === "file" || type === "hardlink";
    const path = nodePath(nodes, row);
    const note = (): FileNote => {
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
    const kind = isFile || type === "symlink" ? programKind(path, type === "symlink" ? 0o777 : mode) : undefined;
    if (kind !== undefined) programs.push({ kind, path, layer });
    if (isFile) leftovers.add(path, layer, contentSize(entries, entry), () => ownerOf(row) !== undefined);
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

/** One item for each place and layer, largest first. */
function leftoverBook() {
  const found = new Map<string, { -readonly [Key in keyof Leftover]: Leftover[Key] }>();
  return {
    add(path: string, layer: number, bytes: number, owned: () => boolean): void {
      const leftover = bytes === 0 ? undefined : leftoverAt(path);
      if (leftover === undefined || (leftover.place.onlyUnowned === true && owned())) return;
      const key = `${layer}:${leftover.path}`;
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { kind: leftover.place.kind, path: leftover.path, bytes, files: 1, layer });
        return;
      }
      known.bytes += bytes;
      known.files++;
    },
    finish: (): Leftover[] =>
      [...found.values()].sort((a, b) => b.bytes - a.bytes || compareText(a.path, b.path) || a.layer - b.layer),
  };
}

function byPath<T extends { readonly path: string }>(found: T[]): T[] {
  return found.sort((a, b) => compareText(a.path, b.path));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
