import type { FileBody } from "../../../domain/image/file-body.ts";
import { viewOf } from "./view-of.ts";

/** Little-endian magics of rpm's `lib/backend/ndb/rpmpkg.c`, which is the format's only description. */
export const ndbMagic = "RpmP";
const magic = { file: 0x506d7052, slot: 0x746f6c53, blob: 0x53626c42 } as const;

const slotBytes = 16;
const blockBytes = 16;
const slotPage = 4096;
const headerSlots = 2;
const blobHead = 16;

/**
 * The headers in rpm's own `ndb` database. Pages of slots come first: each names a package's number and the blocks of 16 bytes that
 * hold its header. Throws `Error` with the reason when the file is damaged.
 */
export function* ndbHeaders(body: FileBody): Generator<Uint8Array> {
  const head = viewOf(body.read(0, 32));
  if (head.byteLength < 32 || head.getUint32(0, true) !== magic.file) throw new Error("it is not an ndb database");
  const version = head.getUint32(4, true);
  if (version !== 0) throw new Error(`its format has version ${version}; 0 is known`);
  const slotPages = head.getUint32(12, true);
  if (slotPages * slotPage > body.size) throw new Error("it ends in the middle of its table");

  let budget = body.size;
  for (let page = 0; page < slotPages; page++) {
    const slots = viewOf(body.read(page * slotPage, slotPage));
    if (slots.byteLength < slotPage) throw new Error("it ends in the middle of its table");
    for (let at = page === 0 ? headerSlots * slotBytes : 0; at < slotPage; at += slotBytes) {
      if (slots.getUint32(at, true) !== magic.slot) throw new Error("its table is damaged");
      const offset = slots.getUint32(at + 8, true) * blockBytes;
      if (offset === 0) continue;
      const length = slots.getUint32(at + 12, true) * blockBytes;
      if (offset < slotPages * slotPage || offset + length > body.size)
        throw new Error("a package lies beyond its end");
      // Blobs never overlap, so together they are no longer than the file.
      budget -= length;
      if (budget < 0) throw new Error("its packages overlap");
      yield blob(body, slots.getUint32(at + 4, true), offset, length);
    }
  }
}

function blob(body: FileBody, index: number, offset: number, maxBytes: number): Uint8Array {
  const bytes = body.read(offset, maxBytes);
  const head = viewOf(bytes);
  if (head.byteLength < blobHead || head.getUint32(0, true) !== magic.blob || head.getUint32(4, true) !== index)
    throw new Error("a package in it is damaged");
  const length = head.getUint32(12, true);
  if (blobHead + length > bytes.length) throw new Error("a package is longer than its blocks");
  return bytes.subarray(blobHead, blobHead + length);
}
