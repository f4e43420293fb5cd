import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Deflated unless said otherwise. */
  readonly stored?: boolean;
  /** Sizes follow the content, the local header has none. */
  readonly descriptor?: boolean;
  /** Sizes that the directory claims instead of the true ones. */
  readonly claims?: { readonly size?: number; readonly compressedSize?: number; readonly headerAt?: number };
  readonly encrypted?: boolean;
  readonly method?: number;
}

export interface ZipShape {
  readonly comment?: string;
  /** Sizes and offsets in 64 bits, as APPNOTE 4.5.3 has them. */
  readonly long?: boolean;
  /** Bytes before the archive; `countPrefix` says that offsets count from the file's start. */
  readonly prefix?: Uint8Array;
  readonly countPrefix?: boolean;
}

/** 1 January 1980, as MS-DOS writes it: a day 0 is not one. */
const firstDay = 0x21;

/** A ZIP file of these files. */
export function writeZip(files: readonly ZipFile[], shape: ZipShape = {}): Buffer {
  const prefix = Buffer.from(shape.prefix ?? new Uint8Array());
  const counted = shape.countPrefix === true ? prefix.length : 0;
  const bodies: Buffer[] = [];
  const rows: Buffer[] = [];
  let at = counted;
  for (const file of files) {
    const content = Buffer.from(file.content);
    const packed = file.stored === true ? content : deflateRawSync(content);
    const method = file.method ?? (file.stored === true ? 0 : 8);
    const flags = (file.encrypted === true ? 1 : 0) | (file.descriptor === true ? 8 : 0);
    const name = Buffer.from(file.name);
    const sum = crc32(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(firstDay, 12);
    if (file.descriptor !== true) numbers(local, 14, [sum, packed.length, content.length]);
    local.writeUInt16LE(name.length, 26);
    const descriptor = Buffer.alloc(file.descriptor === true ? 16 : 0);
    if (file.descriptor === true) numbers(descriptor, 0, [0x08074b50, sum, packed.length, content.length]);

    const size = file.claims?.size ?? content.length;
    const compressedSize = file.claims?.compressedSize ?? packed.length;
    const headerAt = file.claims?.headerAt ?? at;
    const extra = shape.long === true ? Buffer.alloc(28) : Buffer.alloc(0);
    if (shape.long === true) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      for (const [index, value] of [size, compressedSize, headerAt].entries()) {
        extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
      }
    }
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(flags, 8);
    row.writeUInt16LE(method, 10);
    row.writeUInt16LE(firstDay, 14);
    const most = 0xffffffff;
    numbers(row, 16, shape.long === true ? [sum, most, most] : [sum, compressedSize, size]);
    row.writeUInt16LE(name.length, 28);
    row.writeUInt16LE(extra.length, 30);
    row.writeUInt32LE(shape.long === true ? most : headerAt, 42);
    const body = Buffer.concat([local, name, packed, descriptor]);
    bodies.push(body);
    rows.push(row, name, extra);
    at += body.length;
  }
  const directory = Buffer.concat(rows);
  return Buffer.concat([prefix, ...bodies, directory, end(files.length, directory.length, at, shape)]);
}

function end(count: number, size: number, at: number, shape: ZipShape): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(Math.min(count, 0xffff), 8);
  record.writeUInt16LE(shape.long === true ? 0xffff : Math.min(count, 0xffff), 10);
  numbers(record, 12, shape.long === true ? [0xffffffff, 0xffffffff] : [size, at]);
  record.writeUInt16LE(shape.comment?.length ?? 0, 20);
  const last = [record, Buffer.from(shape.comment ?? "")];
  if (shape.long !== true) return Buffer.concat(last);
  const long = Buffer.alloc(56);
  long.writeUInt32LE(0x06064b50, 0);
  long.writeBigUInt64LE(BigInt(size), 40);
  long.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + size), 8);
  return Buffer.concat([long, locator, ...last]);
}

function numbers(to: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) to.writeUInt32LE(value, at + 4 * index);
}
