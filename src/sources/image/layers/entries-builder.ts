import type { Entries } from "../../../domain/image/entries.ts";
import { entryPath, entryType, typeIndex } from "../../../domain/image/entries.ts";
import { badTar } from "../../../formats/tar/tar-header.ts";
import type { PathBytes } from "../../../formats/tar/path-bytes.ts";
import { folderText, newPathBytes, sameFolder, setFolder } from "../../../formats/tar/path-bytes.ts";
import type { TarEntry } from "../tar/tar.ts";
import { copiedInto } from "../../../text/copied-into.ts";

export interface EntriesBuilder {
  /** Adds an entry and the bytes of its path; returns the index of its folder. */
  add(entry: TarEntry, path: PathBytes): number;
  finish(): Entries;
}

/**
 * Maximum characters of names, folders, link targets and extended attributes of a layer. Three million files have
 * about 150 MB; a tiny compressed archive could contain terabytes.
 */
const maxText = 256 * 1_048_576;

/** Throws `Failure` (`bad-image`) if the entries contain more text than that. `origin` is the archive's name. */
export function entriesBuilder(origin = "the layer"): EntriesBuilder {
  let capacity = 1_024;
  let folder = new Uint32Array(capacity);
  let nameEnd = new Uint32Array(capacity);
  let typeMode = new Uint16Array(capacity);
  let owner = new Uint32Array(capacity);
  let size = new Float64Array(capacity);
  let names = Buffer.from(new ArrayBuffer(capacity * 16));
  let namesUsed = 0;
  let count = 0;
  let text = 0;
  const folders: string[] = [];
  const folderIndex = new Map<string, number>();
  const owners: [number, number][] = [];
  const ownerIndex = new Map<string, number>();
  const links = new Map<number, string>();
  const xattrs = new Map<number, Readonly<Record<string, string>>>();
  // Values of the previous entry, which is nearly always in the same folder.
  const lastFolder = newPathBytes();
  let lastFolderAt = -1;
  let lastUid = -1;
  let lastGid = -1;
  let lastOwnerAt = 0;

  function folderAt(path: PathBytes): number {
    if (lastFolderAt !== -1 && sameFolder(path, lastFolder)) return lastFolderAt;
    const folder = folderText(path);
    let at = folderIndex.get(folder);
    if (at === undefined) {
      at = folders.push(folder) - 1;
      folderIndex.set(folder, at);
      text += folder.length;
    }
    setFolder(lastFolder, path);
    return (lastFolderAt = at);
  }

  function ownerAt(uid: number, gid: number): number {
    if (uid === lastUid && gid === lastGid) return lastOwnerAt;
    const key = `${uid}:${gid}`;
    let at = ownerIndex.get(key);
    if (at === undefined) {
      at = owners.push([uid, gid]) - 1;
      ownerIndex.set(key, at);
    }
    lastUid = uid;
    lastGid = gid;
    return (lastOwnerAt = at);
  }

  function grow(): void {
    capacity *= 2;
    folder = copiedInto(folder, new Uint32Array(capacity));
    nameEnd = copiedInto(nameEnd, new Uint32Array(capacity));
    typeMode = copiedInto(typeMode, new Uint16Array(capacity));
    owner = copiedInto(owner, new Uint32Array(capacity));
    size = copiedInto(size, new Float64Array(capacity));
  }

  return {
    add(entry, path) {
      if (count === capacity) grow();
      const length = path.length - path.slash - 1;
      if (namesUsed + length > names.length) {
        names = copiedInto(names, Buffer.from(new ArrayBuffer(names.length * 2 + length)));
      }
      for (let at = path.slash + 1; at < path.length; at++) names[namesUsed++] = path.bytes[at] ?? 0;
      const folderOf = folderAt(path);
      folder[count] = folderOf;
      nameEnd[count] = namesUsed;
      typeMode[count] = ((typeIndex.get(entry.type) ?? 7) << 12) | entry.mode;
      owner[count] = ownerAt(entry.uid, entry.gid);
      size[count] = entry.size;
      text += length;
      if (entry.link !== undefined) {
        links.set(count, entry.link);
        text += entry.link.length;
      }
      if (entry.xattrs !== undefined) {
        xattrs.set(count, entry.xattrs);
        for (const [key, value] of Object.entries(entry.xattrs)) text += key.length + value.length;
      }
      if (text > maxText) throw badTar(origin, "its names, links and attributes have more than 256 MiB");
      count++;
      return folderOf;
    },
    finish() {
      const layerEntries = {
        count,
        folders,
        // One column after the other, releasing each old one at once: with millions of entries they are most of the memory.
        folder: new Uint32Array(folder.buffer.transfer(count * 4)),
        names: new Uint8Array(names.buffer.transfer(namesUsed)),
        nameEnd: new Uint32Array(nameEnd.buffer.transfer(count * 4)),
        typeMode: new Uint16Array(typeMode.buffer.transfer(count * 2)),
        owner: new Uint32Array(owner.buffer.transfer(count * 4)),
        owners,
        size: new Float64Array(size.buffer.transfer(count * 8)),
        links,
        xattrs,
      };
      return { ...layerEntries, carriers: carriersOf({ ...layerEntries, carriers: new Map() }) };
    },
  };
}

/** Hard links refer to an earlier entry of their layer in archives written by engines. */
function carriersOf(entries: Entries): Map<number, number> {
  const carriers = new Map<number, number>();
  const targets = new Map<string, number | undefined>();
  for (const [at, link] of entries.links) if (entryType(entries, at) === "hardlink") targets.set(link, undefined);
  if (targets.size === 0) return carriers;
  const folders = new Set([...targets.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))));
  const within = entries.folders.map((folder) => folders.has(folder));
  for (let at = 0; at < entries.count; at++) {
    if (within[entries.folder[at] ?? 0] !== true) continue;
    const path = entryPath(entries, at);
    if (targets.has(path)) targets.set(path, at);
  }
  for (const at of entries.links.keys()) {
    const carrier = followed(entries, targets, at);
    if (carrier !== undefined) carriers.set(at, carrier);
  }
  return carriers;
}

function followed(
  entries: Entries,
  targets: ReadonlyMap<string, number | undefined>,
  from: number,
): number | undefined {
  let at: number | undefined = from;
  for (let hops = 0; at !== undefined && entryType(entries, at) === "hardlink"; hops++) {
    if (hops > 40) return undefined;
    at = targets.get(entries.links.get(at) ?? "");
  }
  return at !== undefined && at !== from && entryType(entries, at) === "file" ? at : undefined;
}
