/**
 * A path as UTF-8 bytes without its first slash, and empty for the root. Filled again for every member of an archive: most of 100,000 names are only
 * compared and copied, and never need to be a text.
 */
export interface PathBytes {
  bytes: Buffer;
  length: number;
  /** Offset of its last slash; -1: the name is in the root. */
  slash: number;
}

const slashByte = 47;

export function newPathBytes(): PathBytes {
  return { bytes: Buffer.allocUnsafe(512), length: 0, slash: -1 };
}

/** Takes an absolute path without `.` or empty parts. */
export function setPath(path: PathBytes, text: string): void {
  // UTF-16 grows to at most three bytes a unit.
  if (path.bytes.length < text.length * 3) path.bytes = Buffer.allocUnsafe(text.length * 3);
  path.length = path.bytes.write(text.slice(1), 0, "utf8");
  path.slash = path.bytes.subarray(0, path.length).lastIndexOf(slashByte);
}

export function pathText({ bytes, length }: PathBytes): string {
  return `/${bytes.toString("utf8", 0, length)}`;
}

/** The folder without a final slash; `""` is the root. */
export function folderText({ bytes, slash }: PathBytes): string {
  return slash === -1 ? "" : `/${bytes.toString("utf8", 0, slash)}`;
}

/** Whether `folder` has the same bytes up to its last slash. */
export function sameFolder({ bytes, slash }: PathBytes, folder: PathBytes): boolean {
  if (folder.slash !== slash) return false;
  // The differences are at the end.
  for (let at = slash - 1; at >= 0; at--) if (bytes[at] !== folder.bytes[at]) return false;
  return true;
}

/** Takes the other one's folders, without its name. */
export function setFolder(path: PathBytes, { bytes, slash }: PathBytes): void {
  if (path.bytes.length <= slash) path.bytes = Buffer.allocUnsafe(slash * 2);
  bytes.copy(path.bytes, 0, 0, slash + 1);
  path.length = slash + 1;
  path.slash = slash;
}

/** The name without its folders; empty for the root. */
export function nameText({ bytes, length, slash }: PathBytes): string {
  return bytes.toString("utf8", slash + 1, length);
}
