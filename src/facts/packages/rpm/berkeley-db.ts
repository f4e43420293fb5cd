import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Pages } from "./pages.ts";
import { pagesOf, readChain } from "./pages.ts";
import { viewOf } from "./view-of.ts";

/** Berkeley DB 4 and 5, `dbinc/db_page.h`: layouts of pages, in the byte order of the machine that wrote them. */
const hashMagic = 0x00061561;
const pageType = { unsortedHash: 2, overflow: 7, hashMeta: 8, hash: 13 } as const;
const itemType = { inline: 1, offPage: 3 } as const;
const pageHead = 26;
const spares = 32;

/** Whether the first bytes are those of a hash file, in either byte order. */
export function isHashFile(head: Uint8Array): boolean {
  if (head.length < 16) return false;
  const view = viewOf(head);
  return view.getUint32(12, true) === hashMagic || view.getUint32(12, false) === hashMagic;
}

/**
 * The headers in the Berkeley DB hash file that rpm kept before 4.16: values under all keys but 0, which holds the next free
 * number. Walks the buckets, their chains and the overflow pages of long values. Throws `Error` with the reason when the file is damaged.
 */
export function* hashHeaders(body: FileBody): Generator<Uint8Array> {
  const head = viewOf(body.read(0, 512));
  if (head.byteLength < 512 || !isHashFile(body.read(0, 16))) throw new Error("it is not a hash file of Berkeley DB");
  const little = head.getUint32(12, true) === hashMagic;
  const size = head.getUint32(20, little);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) throw new Error(`its pages cannot have ${size} bytes`);
  if (head.getUint8(25) !== pageType.hashMeta) throw new Error("its first page is not that of a hash");
  if (head.getUint8(24) !== 0) throw new Error("it is encrypted");
  if ((head.getUint8(26) & 1) !== 0) throw new Error("its pages have checksums, which rpm never asked for");

  const pages = pagesOf(body, size);
  pages.take(0);
  const buckets = head.getUint32(72, little);
  if (buckets >= pages.count) throw new Error("it has more buckets than pages");
  for (let bucket = 0; bucket <= buckets; bucket++) {
    // Buckets of one doubling are adjacent; `spares` counts the pages allocated in between.
    const doubling = bucket === 0 ? 0 : 32 - Math.clz32(bucket);
    if (doubling >= spares) throw new Error("it has more buckets than pages");
    let number = bucket + head.getUint32(96 + doubling * 4, little);
    while (number !== 0) {
      const page = pages.take(number);
      const view = viewOf(page);
      const type = view.getUint8(25);
      // Buckets that never held anything are empty pages.
      if (type === 0 && view.getUint16(20, little) === 0) break;
      if (type !== pageType.hash && type !== pageType.unsortedHash)
        throw new Error(`page ${number} of it is not a bucket`);
      yield* values(pages, page, little);
      number = view.getUint32(16, little);
    }
  }
}

/** Pairs of key and value; offsets of items follow the page's head, the items fill the page from its end. */
function* values(pages: Pages, page: Uint8Array, little: boolean): Generator<Uint8Array> {
  const view = viewOf(page);
  const entries = view.getUint16(20, little);
  if (pageHead + entries * 2 > page.length || entries % 2 !== 0) throw new Error("a bucket in it is damaged");
  const item = (index: number): Uint8Array => {
    const start = view.getUint16(pageHead + index * 2, little);
    const end = index === 0 ? page.length : view.getUint16(pageHead + (index - 1) * 2, little);
    if (start < pageHead + entries * 2 || start >= end || end > page.length)
      throw new Error("a bucket in it is damaged");
    return page.subarray(start, end);
  };
  for (let index = 0; index < entries; index += 2) {
    const key = item(index);
    const value = item(index + 1);
    if (key[0] !== itemType.inline) throw new Error("a key in it is not a number");
    if (key.subarray(1).every((byte) => byte === 0)) continue;
    if (value[0] === itemType.inline) yield value.subarray(1);
    else if (value[0] === itemType.offPage && value.length >= 12) yield offPage(pages, viewOf(value), little);
    else throw new Error("a value in it is of an unknown kind");
  }
}

function offPage(pages: Pages, item: DataView, little: boolean): Uint8Array {
  const length = item.getUint32(8, little);
  if (length > pages.count * pages.size) throw new Error("a value in it is longer than the file");
  return readChain(length, { page: item.getUint32(4, little), bytes: new Uint8Array() }, (number) => {
    const page = pages.take(number);
    const view = viewOf(page);
    if (view.getUint8(25) !== pageType.overflow) throw new Error(`page ${number} of it is not part of a value`);
    return { page: view.getUint32(16, little), bytes: page.subarray(pageHead, pageHead + view.getUint16(22, little)) };
  });
}
