/**
 * A path as UTF-8 bytes without its first slash, and empty for the root. Filled again for every member of an archive: most of 100,000 names are only
 * compared and copied, and never need to be a text.
 */
export interface PathBytes {
  bytes: Buffer;
  length: number;
  /** Where its last slash stands; -1: the name lies in the root. */
  slash: number;
}

const slashByte = 47;
const dotByte = 46;

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

/** `folder`: with a slash at its end, which is not taken. */
export type NameForm = "plain" | "folder" | "odd";

/**
 * Takes a name of an archive, `prefix` and `name` with a slash between them, each from a start to its first zero byte or to an end (an empty prefix
 * is none). `odd`, and nothing taken, when it has other bytes than ASCII, empty parts, or parts `.` but for a leading `./`.
 */
export function setPlainName(
  path: PathBytes,
  block: Uint8Array,
  [start, end]: readonly [number, number],
  [prefixStart, prefixEnd]: readonly [number, number],
): NameForm {
  const { bytes } = path;
  let length = 0;
  let slash = -1;
  let at = prefixStart < prefixEnd ? prefixStart : start;
  let stop = prefixStart < prefixEnd ? prefixEnd : end;
  let inPrefix = prefixStart < prefixEnd;
  if (block[at] === dotByte && block[at + 1] === slashByte) at += 2;
  for (; ; at++) {
    let byte = at < stop ? (block[at] ?? 0) : 0;
    if (byte === 0) {
      if (!inPrefix) break;
      inPrefix = false;
      byte = slashByte;
      at = start - 1;
      stop = end;
    }
    if (byte >= 0x80) return "odd";
    if (byte === slashByte) {
      if (!endsPlainly(bytes, slash, length)) return "odd";
      slash = length;
    }
    bytes[length++] = byte;
  }
  if (length === 0) return "odd";
  const isFolder = slash === length - 1;
  if (isFolder) {
    length--;
    slash = bytes.subarray(0, length).lastIndexOf(slashByte);
  } else if (!endsPlainly(bytes, slash, length)) return "odd";
  path.length = length;
  path.slash = slash;
  return isFolder ? "folder" : "plain";
}

/** Whether the part after `slash` is neither empty nor a dot. */
function endsPlainly(bytes: Uint8Array, slash: number, length: number): boolean {
  return length > slash + 2 || (length === slash + 2 && bytes[slash + 1] !== dotByte);
}

export function pathText({ bytes, length }: PathBytes): string {
  return `/${bytes.toString("utf8", 0, length)}`;
}

/** The folder without a final slash; `""` is the root. */
export function folderText({ bytes, slash }: PathBytes): string {
  return slash === -1 ? "" : `/${bytes.toString("utf8", 0, slash)}`;
}

/** `folder` is a path up to its last slash, with it; empty for the root. */
export function sameFolder({ bytes, slash }: PathBytes, folder: Uint8Array): boolean {
  if (folder.length !== slash + 1) return false;
  // The differences are at the end.
  for (let at = slash - 1; at >= 0; at--) if (bytes[at] !== folder[at]) return false;
  return true;
}

/** The name without its folders; empty for the root. */
export function nameText({ bytes, length, slash }: PathBytes): string {
  return bytes.toString("utf8", slash + 1, length);
}
