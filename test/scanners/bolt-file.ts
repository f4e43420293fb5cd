/** Keys to values or to further buckets. */
export interface Bucket {
  readonly [key: string]: Bucket | Buffer;
}

const pageSize = 4096;
const leafFlag = 2;

/**
 * A database of bbolt (https://github.com/etcd-io/bbolt, `page.go`, `bucket.go`), as small as one can be: every bucket is one leaf page with
 * as much overflow as it needs. Good for being read.
 */
export function boltFile(root: Bucket): Buffer {
  const pages: Buffer[] = [];
  // 0 and 1 are the meta pages, 2 is the list of free pages.
  let next = 3;
  const place = (bucket: Bucket): number => {
    const items = Object.entries(bucket)
      .map(([key, value]) => {
        if (Buffer.isBuffer(value)) return { key: Buffer.from(key), value, flags: 0 };
        const header = Buffer.alloc(16);
        header.writeBigUInt64LE(BigInt(place(value)), 0);
        return { key: Buffer.from(key), value: header, flags: 1 };
      })
      .sort((a, b) => Buffer.compare(a.key, b.key));
    const data = Buffer.concat(items.flatMap(({ key, value }) => [key, value]));
    const elements = Buffer.alloc(items.length * 16);
    let offset = 0;
    for (const [index, { key, value, flags }] of items.entries()) {
      elements.writeUInt32LE(flags, index * 16);
      // From the element itself.
      elements.writeUInt32LE(elements.length - index * 16 + offset, index * 16 + 4);
      elements.writeUInt32LE(key.length, index * 16 + 8);
      elements.writeUInt32LE(value.length, index * 16 + 12);
      offset += key.length + value.length;
    }
    const count = Math.ceil((16 + elements.length + data.length) / pageSize);
    const id = next;
    next += count;
    const page = Buffer.alloc(count * pageSize);
    header(page, id, leafFlag, items.length, count - 1);
    elements.copy(page, 16);
    data.copy(page, 16 + elements.length);
    pages[id] = page;
    return id;
  };
  const rootPage = place(root);
  const free = Buffer.alloc(pageSize);
  header(free, 2, 0x10, 0, 0);
  return Buffer.concat([
    meta(0, rootPage, next),
    meta(1, rootPage, next),
    free,
    ...pages.filter((page) => page !== undefined),
  ]);
}

function header(page: Buffer, id: number, flags: number, count: number, overflow: number): void {
  page.writeBigUInt64LE(BigInt(id), 0);
  page.writeUInt16LE(flags, 8);
  page.writeUInt16LE(count, 10);
  page.writeUInt32LE(overflow, 12);
}

function meta(id: number, root: number, highest: number): Buffer {
  const page = Buffer.alloc(pageSize);
  header(page, id, 4, 0, 0);
  page.writeUInt32LE(0xed0cdaed, 16);
  page.writeUInt32LE(2, 20);
  page.writeUInt32LE(pageSize, 24);
  page.writeBigUInt64LE(BigInt(root), 32);
  page.writeBigUInt64LE(2n, 48);
  page.writeBigUInt64LE(BigInt(highest), 56);
  page.writeBigUInt64LE(BigInt(id), 64);
  page.writeBigUInt64LE(fnv(page.subarray(16, 72)), 72);
  return page;
}

/** FNV-1a of 64 bits, the checksum of its meta pages. */
function fnv(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
