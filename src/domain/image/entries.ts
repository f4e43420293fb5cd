export type FileType = "file" | "dir" | "symlink" | "hardlink" | "char" | "block" | "fifo" | "other";

/**
 * The entries of a layer in columns: some 40 bytes each with the name, where objects take 300. An image of three million files
 * is to fit into memory, and a worker hands columns over without copying them.
 */
export interface Entries {
  readonly count: number;
  /** Absolute folders without a final slash; `""` is the root. */
  readonly folders: readonly string[];
  /** Index in `folders` of the folder that holds the entry. */
  readonly folder: Uint32Array;
  /** UTF-8 base names one after the other; `nameEnd` is where each one ends. */
  readonly names: Uint8Array;
  readonly nameEnd: Uint32Array;
  /** `types` index * 4096 + permission bits. */
  readonly typeMode: Uint16Array;
  /** Index in `owners`. */
  readonly owner: Uint32Array;
  readonly owners: readonly (readonly [uid: number, gid: number])[];
  /** Bytes of files, with their holes; 0 of all else. */
  readonly size: Float64Array;
  /** Targets of symbolic and hard links. */
  readonly links: ReadonlyMap<number, string>;
  readonly xattrs: ReadonlyMap<number, Readonly<Record<string, string>>>;
  /** For each hard link, the entry that carries the content; absent when there is none. */
  readonly carriers: ReadonlyMap<number, number>;
}

const types = ["file", "dir", "symlink", "hardlink", "char", "block", "fifo", "other"] as const satisfies FileType[];
/** Position of a type in `typeMode`. */
export const typeIndex: ReadonlyMap<FileType, number> = new Map(types.map((type, index) => [type, index]));

export function entryType(entries: Entries, at: number): FileType {
  return types[(entries.typeMode[at] ?? 0) >> 12] ?? "other";
}

export function isFolder(entries: Entries, at: number): boolean {
  return (entries.typeMode[at] ?? 0) >> 12 === folderType;
}

const folderType = types.indexOf("dir");

export function entryMode(entries: Entries, at: number): number {
  return (entries.typeMode[at] ?? 0) & 0o7777;
}

export function entrySize(entries: Entries, at: number): number {
  return entries.size[at] ?? 0;
}

export function entryOwner(entries: Entries, at: number): readonly [uid: number, gid: number] {
  return entries.owners[entries.owner[at] ?? 0] ?? [0, 0];
}

/** Base name; the root's is empty. */
export function entryName(entries: Entries, at: number): string {
  const end = entries.nameEnd[at] ?? 0;
  return decoder.decode(entries.names.subarray(at === 0 ? 0 : entries.nameEnd[at - 1], end));
}

/**
 * Entries that delete paths of lower layers: `.wh.NAME`, `.wh..wh..opq` (OCI image-spec, layer.md). Few layers have any, so all names
 * are searched as one text.
 */
export function whiteoutsOf({ names, nameEnd, count }: Entries): ReadonlySet<number> {
  const whiteouts = new Set<number>();
  const text = Buffer.from(names.buffer, names.byteOffset, nameEnd[count - 1] ?? 0);
  for (let start = text.indexOf(".wh."); start !== -1; start = text.indexOf(".wh.", start + 1)) {
    let entry = 0;
    for (let above = count; entry < above;) {
      const middle = (entry + above) >>> 1;
      if ((nameEnd[middle] ?? 0) <= start) entry = middle + 1;
      else above = middle;
    }
    if (start === (entry === 0 ? 0 : nameEnd[entry - 1])) whiteouts.add(entry);
  }
  return whiteouts;
}

export function entryPath(entries: Entries, at: number): string {
  return `${entries.folders[entries.folder[at] ?? 0] ?? ""}/${entryName(entries, at)}`;
}

const decoder = new TextDecoder();

/** The size of an entry's content; a hard link's is that of the entry it names. */
export function contentSize(entries: Entries, at: number): number {
  if (entryType(entries, at) !== "hardlink") return entrySize(entries, at);
  const carrier = entries.carriers.get(at);
  return carrier === undefined ? 0 : entrySize(entries, carrier);
}

/** Characters of all names, folders, link targets and extended attributes: the memory of the entries besides their columns. */
export function textLength({ names, folders, links, xattrs }: Entries): number {
  let length = names.length;
  for (const folder of folders) length += folder.length;
  for (const link of links.values()) length += link.length;
  for (const attributes of xattrs.values()) {
    for (const [key, value] of Object.entries(attributes)) length += key.length + value.length;
  }
  return length;
}
