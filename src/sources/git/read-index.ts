/** The tracked files of a Git index. */
export interface GitIndex {
  readonly names: ReadonlySet<string>;
  /** The subset of `names` that are commits of other repositories. */
  readonly submodules: ReadonlySet<string>;
}

/**
 * Names in a Git index (gitformat-index(5)), versions 2 to 4; undefined for a damaged index, and for a split one,
 * which stores the other names elsewhere.
 */
export function readIndex(bytes: Buffer): GitIndex | undefined {
  // Loaded only if there is an index: 5 ms.
  const { createHash } = process.getBuiltinModule("node:crypto");
  // The configuration contains the hash algorithm; the last bytes show it, too.
  for (const [hash, length] of Object.entries({ sha1: 20, sha256: 32 })) {
    const end = bytes.length - length;
    if (end < 12 || !isSum(bytes.subarray(end), createHash(hash).update(bytes.subarray(0, end)).digest())) continue;
    const index = read(bytes, length);
    if (index !== undefined) return index;
  }
  return undefined;
}

/** Zeros if Git was configured not to compute it (index.skipHash). */
function isSum(actualSum: Buffer, sum: Buffer): boolean {
  return actualSum.equals(sum) || actualSum.every((byte) => byte === 0);
}

/** Times, device, inode, mode, owner, size. */
const fixed = 40;
const modeAt = 24;
const gitlink = 0o160000;

function read(bytes: Buffer, hash: number): GitIndex | undefined {
  if (bytes.length < 12 + hash || bytes.toString("latin1", 0, 4) !== "DIRC") return undefined;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  if (version < 2 || version > 4) return undefined;
  const names = new Set<string>();
  const submodules = new Set<string>();
  let at = 12;
  let last: Buffer = Buffer.alloc(0);
  for (let left = count; left > 0; left--) {
    if (at + fixed + hash + 2 > bytes.length) return undefined;
    const flags = bytes.readUInt16BE(at + fixed + hash);
    let start = at + fixed + hash + 2 + ((flags & 0x4000) === 0 ? 0 : 2);
    let sharedPrefix: Buffer = Buffer.alloc(0);
    if (version === 4) {
      const strip = offsetAt(bytes, start);
      if (strip === undefined || strip.value > last.length) return undefined;
      sharedPrefix = last.subarray(0, last.length - strip.value);
      start = strip.end;
    }
    const end = bytes.indexOf(0, start);
    if (end === -1) return undefined;
    const name =
      sharedPrefix.length === 0
        ? bytes.subarray(start, end)
        : Buffer.concat([sharedPrefix, bytes.subarray(start, end)]);
    const nameLength = flags & 0xfff;
    if (name.length === 0 || (nameLength < 0xfff ? nameLength !== name.length : name.length < 0xfff)) return undefined;
    const text = name.toString("utf8");
    names.add(text);
    if ((bytes.readUInt32BE(at + modeAt) & 0o170000) === gitlink) submodules.add(text);
    last = name;
    // One to eight zeros pad entries to multiples of eight.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return isSplit(bytes, at, hash) ? undefined : { names, submodules };
}

/** The encoding of pack offsets (gitformat-pack(5)): each byte except the last has its high bit set. */
function offsetAt(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = start; at < bytes.length && at < start + 5; at++) {
    const byte = bytes[at] ?? 0;
    value = at === start ? byte & 0x7f : (value + 1) * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { value, end: at + 1 };
  }
  return undefined;
}

function isSplit(bytes: Buffer, from: number, hash: number): boolean {
  for (let at = from; at + 8 <= bytes.length - hash; at += 8 + bytes.readUInt32BE(at + 4)) {
    if (bytes.toString("latin1", at, at + 4) === "link") return true;
  }
  return false;
}
