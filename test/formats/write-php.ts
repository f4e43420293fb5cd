import { elfBase, firstPartAt, writeElf } from "./write-elf.ts";

export type PhpData = null | boolean | number | string | { readonly [key: string]: PhpData } | readonly PhpData[];

/** What PHP's `serialize` writes. */
export function serialize(data: PhpData): string {
  if (data === null) return "N;";
  if (typeof data === "boolean") return `b:${data ? 1 : 0};`;
  if (typeof data === "number") return Number.isInteger(data) ? `i:${data};` : `d:${data};`;
  if (typeof data === "string") return `s:${Buffer.byteLength(data)}:"${data}";`;
  const pairs = Object.entries(data).map(
    ([key, value]) => `${serialize(Array.isArray(data) ? Number(key) : key)}${serialize(value as PhpData)}`,
  );
  return `a:${pairs.length}:{${pairs.join("")}}`;
}

export interface ExtensionShape {
  readonly name: string;
  /** Absent: a null pointer. */
  readonly version?: string;
  readonly api?: number;
  readonly wordSize?: 4 | 8;
  readonly bigEndian?: boolean;
  /** Pointers stand in the table of relocations alone, as LLVM's linker leaves them. */
  readonly relocated?: boolean;
  readonly sections?: boolean;
  /** Bytes before the entry. */
  readonly before?: Uint8Array;
}

/** An extension of PHP: a library with a `zend_module_entry` (php-src, Zend/zend_modules.h) and the texts that it points to. */
export function writePhpExtension(shape: ExtensionShape): Buffer {
  const { name, version, api = 20_240_924, wordSize = 8, bigEndian = false, relocated = false, before } = shape;
  const wide = wordSize === 8;
  const head = before?.length ?? 0;
  const entry = Buffer.alloc(head + (wide ? 168 : 92));
  entry.set(before ?? []);
  const texts = Buffer.from(`\0${name}\0${version ?? ""}\0API${api},NTS\0`);
  const parts = relocated ? 3 : 2;
  const dataAt = firstPartAt(parts, wordSize);
  const textsAt = Math.ceil((dataAt + entry.length) / 16) * 16;
  const rows: [number, number][] = [];
  const put = (buffer: Buffer, at: number, value: number): void => {
    if (wide) {
      if (bigEndian) buffer.writeBigUInt64BE(BigInt(value), at);
      else buffer.writeBigUInt64LE(BigInt(value), at);
    } else if (bigEndian) buffer.writeUInt32BE(value, at);
    else buffer.writeUInt32LE(value, at);
  };
  const point = (field: number, text: number): void => {
    const address = elfBase + textsAt + text;
    if (relocated) rows.push([elfBase + dataAt + head + field, address]);
    else put(entry, head + field, address);
  };
  if (bigEndian) {
    entry.writeUInt16BE(wide ? 168 : 92, head);
    entry.writeUInt32BE(api, head + 4);
  } else {
    entry.writeUInt16LE(wide ? 168 : 92, head);
    entry.writeUInt32LE(api, head + 4);
  }
  point(wide ? 32 : 20, 1);
  if (version !== undefined) point(wide ? 88 : 48, 2 + name.length);
  point(wide ? 160 : 88, 3 + name.length + (version ?? "").length);
  const table = Buffer.alloc(rows.length * 3 * wordSize);
  for (const [index, [address, addend]] of rows.entries()) {
    put(table, index * 3 * wordSize, address);
    put(table, (index * 3 + 2) * wordSize, addend);
  }
  return writeElf(
    [
      { name: ".data", content: entry, writable: true },
      { name: ".rodata", content: texts },
      ...(relocated ? [{ name: ".rela.dyn", content: table }] : []),
    ],
    { wordSize, bigEndian, sections: shape.sections ?? true },
  );
}
