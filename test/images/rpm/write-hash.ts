export interface HashOptions {
  readonly little: boolean;
  readonly pageSize: number;
  /** Buckets that the pairs are spread over. */
  readonly buckets: number;
}

/**
 * A hash file of Berkeley DB with one page a bucket, and a value of more than a quarter of a page on pages of its own. Keys are put
 * into buckets in turn rather than by their hash: who walks all buckets finds them all the same.
 */
export function writeHash(
  values: readonly Uint8Array[],
  { little, pageSize, buckets }: HashOptions = { little: true, pageSize: 512, buckets: 3 },
): Buffer {
  const u32 = (page: Buffer, value: number, at: number) =>
    little ? page.writeUInt32LE(value, at) : page.writeUInt32BE(value, at);
  const u16 = (page: Buffer, value: number, at: number) =>
    little ? page.writeUInt16LE(value, at) : page.writeUInt16BE(value, at);
  const pages = [Buffer.alloc(pageSize)];
  const newPage = (type: number): { page: Buffer; number: number } => {
    const page = Buffer.alloc(pageSize);
    u32(page, pages.length, 8);
    page.writeUInt8(type, 25);
    pages.push(page);
    return { page, number: pages.length - 1 };
  };

  const meta = pages[0] ?? Buffer.alloc(0);
  u32(meta, 0x61561, 12);
  u32(meta, 9, 16);
  u32(meta, pageSize, 20);
  meta.writeUInt8(8, 25);
  u32(meta, buckets - 1, 72);
  for (let index = 0; index < 32; index++) u32(meta, 1, 96 + index * 4);

  const key = (number: number) => {
    const bytes = Buffer.alloc(5);
    bytes.writeUInt8(1, 0);
    u32(bytes, number, 1);
    return bytes;
  };
  const items = Array.from({ length: buckets }, (): Buffer[] => []);
  items[0]?.push(key(0), Buffer.from([1, 9, 0, 0, 0]));
  const bucketPages = items.map(() => newPage(13));
  for (const [index, value] of values.entries()) {
    const bucket = items[index % buckets];
    if (value.length <= pageSize / 4) {
      bucket?.push(key(index + 1), Buffer.concat([Buffer.from([1]), value]));
      continue;
    }
    const item = Buffer.alloc(12);
    item.writeUInt8(3, 0);
    u32(item, value.length, 8);
    let link: { page: Buffer; at: number } = { page: item, at: 4 };
    for (let at = 0; at < value.length; at += pageSize - 26) {
      const { page, number } = newPage(7);
      const part = value.subarray(at, at + pageSize - 26);
      u16(page, part.length, 22);
      page.set(part, 26);
      u32(link.page, number, link.at);
      link = { page, at: 16 };
    }
    bucket?.push(key(index + 1), item);
  }
  for (const [bucket, { page }] of bucketPages.entries()) fill(page, items[bucket] ?? []);
  return Buffer.concat(pages);

  /** A full bucket goes on in another page. */
  function fill(page: Buffer, all: readonly Buffer[]): void {
    let end = pageSize;
    let count = 0;
    for (const [index, item] of all.entries()) {
      const pair = item.length + (all[index + 1]?.length ?? 0);
      if (index % 2 === 0 && end - pair < 26 + (count + 2) * 2) {
        const next = newPage(13);
        u32(page, next.number, 16);
        fill(next.page, all.slice(index));
        break;
      }
      end -= item.length;
      page.set(item, end);
      u16(page, end, 26 + index * 2);
      count++;
    }
    u16(page, count, 20);
  }
}
