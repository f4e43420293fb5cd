import { closeSync, fstatSync } from "node:fs";
import { constants, inflateSync } from "node:zlib";
import { deltaSizes } from "./delta.ts";
import { readAt } from "../image/bodies/read-at.ts";

/** An object of a pack: complete, or a delta of the object with another offset or digest. */
export type Packed =
  | { readonly type: ObjectType; readonly content: Buffer }
  | { readonly base: number | string; readonly delta: Buffer };

export const objectTypes = { 1: "commit", 2: "tree", 3: "blob", 4: "tag" } as const;
export type ObjectType = (typeof objectTypes)[keyof typeof objectTypes];

export interface Pack extends Disposable {
  /** Offset of an object; undefined if it is not in this pack. */
  find(id: string): number | undefined;
  /** Throws `RangeError` or a zlib error for a damaged one. */
  read(offset: number): Packed;
  /** Size of the object there; of a delta, the size of its result. */
  size(offset: number): number;
}

const idBytes = 20;
const fanout = 8;
const names = fanout + 256 * 4;

/** A pack and its index, version 2 (gitformat-pack(5)); undefined for any other. Takes over both descriptors. */
export function openPack(index: number, pack: number, mostBytes: number): Pack | undefined {
  const head = at(index, 0, names);
  const size = fstatSync(pack).size;
  if (head.length < names || head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) {
    closeSync(index);
    closeSync(pack);
    return undefined;
  }
  const upTo = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(fanout + byte * 4));
  const count = upTo(255);
  const checked = (offset: number): number => {
    if (offset < 12 || offset >= size) throw new RangeError("the object lies outside of its pack");
    return offset;
  };
  return {
    find(id) {
      const idBytesWanted = Buffer.from(id, "hex");
      const first = idBytesWanted[0] ?? 0;
      let [low, high] = [upTo(first - 1), upTo(first)];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = Buffer.compare(at(index, names + middle * idBytes, idBytes), idBytesWanted);
        if (order === 0) return offsetOf(index, count, middle);
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      return undefined;
    },
    read: (offset) => readObject(pack, checked(offset), mostBytes),
    size(offset) {
      const { size: contentSize, base, used } = readHead(pack, checked(offset));
      if (base === undefined) return contentSize;
      // Both lengths of a delta are in its first bytes.
      return deltaSizes(inflateSync(at(pack, offset + used, 128), { finishFlush: constants.Z_SYNC_FLUSH })).result;
    },
    [Symbol.dispose]() {
      closeSync(index);
      closeSync(pack);
    },
  };
}

/** The names are followed by their checksums, then by four-byte offsets, then by eight-byte ones. */
function offsetOf(index: number, count: number, place: number): number {
  const short = at(index, names + count * (idBytes + 4) + place * 4, 4).readUInt32BE(0);
  if ((short & 0x80000000) === 0) return short;
  const long = at(index, names + count * (idBytes + 8) + (short & 0x7fffffff) * 8, 8).readBigUInt64BE(0);
  return Number(long);
}

interface Head {
  readonly type: number;
  readonly size: number;
  readonly base: number | string | undefined;
  /** Bytes of the header itself. */
  readonly used: number;
}

function readHead(pack: number, offset: number): Head {
  // Type, size, and for a delta the digest or the distance of its base.
  const head = at(pack, offset, 64);
  let used = 0;
  const next = (): number => {
    const byte = head[used++];
    if (byte === undefined) throw new RangeError("the object ends early");
    return byte;
  };
  let byte = next();
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let shift = 4; (byte & 0x80) !== 0; shift += 7) {
    byte = next();
    size += (byte & 0x7f) * 2 ** shift;
  }
  let base: number | string | undefined;
  if (type === 6) {
    byte = next();
    let distance = byte & 0x7f;
    while ((byte & 0x80) !== 0) {
      byte = next();
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    if (distance <= 0 || distance > offset) throw new RangeError("its base lies outside of the pack");
    base = offset - distance;
  } else if (type === 7) {
    base = head.toString("hex", used, used + idBytes);
    used += idBytes;
  }
  return { type, size, base, used };
}

function readObject(pack: number, offset: number, mostBytes: number): Packed {
  const { type, size, base, used } = readHead(pack, offset);
  if (size > mostBytes) throw new RangeError("the object is too large");
  // Limits zlib's output, whatever the input.
  const packed = at(pack, offset + used, size + Math.ceil(size / 1000) + 128);
  const content = inflateSync(packed, { maxOutputLength: Math.max(size, 1) });
  if (content.length !== size) throw new RangeError("the object is not as long as it says");
  if (base !== undefined) return { base, delta: content };
  const objectType = Object.entries(objectTypes).find(([number]) => Number(number) === type)?.[1];
  if (objectType === undefined) throw new RangeError("the object is of a type that is not known");
  return { type: objectType, content };
}

/** Returns fewer bytes at the end of the file. */
function at(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readAt(fd, bytes, length, from));
}
