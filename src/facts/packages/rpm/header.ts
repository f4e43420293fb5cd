import { decode } from "../ecosystem.ts";

/** One package's header: tagged values (rpm's documentation, "RPM v4 file format", section Header; rpmtag.h for the numbers). */
export interface RpmHeader {
  /** Strings of a tag; none when it is absent. Throws `Error` when it holds something else or ends too early. */
  strings(tag: number): readonly string[];
  /** Whole numbers of 8, 16 or 32 bits of a tag; none when it is absent. */
  numbers(tag: number): readonly number[];
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const entrySize = 16;
const bytesOfType: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 2: 1, 3: 2, 4: 4 };
const stringTypes: readonly number[] = [6, 8, 9];

/**
 * Reads a header as the databases hold it: without the magic of package files, two counts (entries, bytes of the store), entries of
 * four big-endian words (tag, type, offset, count), then the store. Throws `Error` when that goes beyond the bytes given.
 */
export function readHeader(bytes: Uint8Array): RpmHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new Error("a package's header is shorter than its counts");
  const count = view.getUint32(0);
  const size = view.getUint32(4);
  const start = 8 + count * entrySize;
  if (count === 0 || start + size > bytes.length)
    throw new Error("a package's header is longer than the record that holds it");

  const entries = new Map<number, Entry>();
  for (let at = 8; at < start; at += entrySize) {
    // Entries that were added at installation come last and replace those of the package.
    entries.set(view.getUint32(at), {
      type: view.getUint32(at + 4),
      offset: view.getUint32(at + 8),
      count: view.getUint32(at + 12),
    });
  }

  return {
    strings(tag) {
      const entry = entries.get(tag);
      if (entry === undefined) return [];
      if (!stringTypes.includes(entry.type)) throw new Error(`tag ${tag} of a package's header holds no text`);
      const store = bytes.subarray(start, start + size);
      let end = entry.offset;
      for (let index = 0; index < entry.count; index++) {
        const zero = end < size ? store.indexOf(0, end) : -1;
        if (zero === -1) throw new Error(`tag ${tag} of a package's header goes beyond its end`);
        end = zero + 1;
      }
      return entry.count === 0 ? [] : decode(store.subarray(entry.offset, end - 1)).split("\0");
    },
    numbers(tag) {
      const entry = entries.get(tag);
      if (entry === undefined) return [];
      const width = bytesOfType[entry.type];
      if (width === undefined) throw new Error(`tag ${tag} of a package's header holds no numbers`);
      if (entry.offset + entry.count * width > size)
        throw new Error(`tag ${tag} of a package's header goes beyond its end`);
      return Array.from({ length: entry.count }, (_, index) => {
        const at = start + entry.offset + index * width;
        return width === 4 ? view.getUint32(at) : width === 2 ? view.getUint16(at) : view.getUint8(at);
      });
    },
  };
}
