import type { FileBody } from "../../../domain/image/file-body.ts";
import { offsetOf } from "../binary/executable.ts";
import type { Executable, Section } from "../binary/sections.ts";
import { headerOf, nameAt, readWhole } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";

/** Name and version in a PHP extension. */
export interface ModuleEntry {
  readonly name: string;
  /** Undefined: it states none (`PHP_..._VERSION` left out). */
  readonly version: string | undefined;
  /** ZEND_MODULE_API_NO: the day of the interface, `20240924` for PHP 8.4. */
  readonly api: number;
}

/** `sizeof(zend_module_entry)`, and where name and version are, by the size of a pointer (php-src, Zend/zend_modules.h). */
const shapes = {
  8: { size: 168, name: 32, version: 88, build: 160 },
  4: { size: 92, name: 20, version: 48, build: 88 },
} as const;

/** The largest extensions have some 3 MB of relocations and as much data. */
const mostBytes = 16 * 1024 * 1024;
/** Places that begin like an entry, and those that look like one. */
const mostPlaces = 10_000;
const mostCandidates = 4;

/**
 * The `zend_module_entry` of a shared library, which PHP gets from the symbol `get_module`. It begins with its own size and the interface's
 * day, so it is found in the data without a table of symbols. Its pointers are where the linker left them, or in the table of relocations.
 */
export function readModuleEntry(body: FileBody, executable: Executable): ModuleEntry | undefined {
  const { wordSize, bigEndian } = executable;
  const shape = shapes[wordSize];
  // Two padding bytes are between the size and the day.
  const head = Buffer.alloc(4);
  if (bigEndian) head.writeUInt16BE(shape.size);
  else head.writeUInt16LE(shape.size);
  let places = 0;
  let candidates = 0;
  for (const { address, offset, size } of dataOf(executable)) {
    for (const at of occurrences(body, head, offset, offset + Math.min(size, mostBytes))) {
      if (++places > mostPlaces) return undefined;
      const bytes = (at - offset) % wordSize === 0 ? readWhole(body, at, shape.size) : undefined;
      if (bytes === undefined) continue;
      const entry = headerOf(bytes, bigEndian);
      const api = entry.u32(4);
      if (!isDay(api)) continue;
      if (++candidates > mostCandidates) return undefined;
      const place = address + (at - offset);
      const text = (field: number): string | undefined =>
        textAt(body, executable, entry.word(field, wordSize)) ??
        textAt(body, executable, relocated(body, executable, place + field) ?? 0);
      const name = text(shape.name);
      const isBuild = /^API\d{8},/.test(text(shape.build) ?? "");
      if (!isBuild || name === undefined || !/^[A-Za-z][\w .+-]{0,63}$/.test(name)) continue;
      const version = text(shape.version);
      return { name, version: version !== undefined && /^\w[\w.+~-]{0,63}$/.test(version) ? version : undefined, api };
    }
  }
  return undefined;
}

/** It may be loaded as part of the engine alone (`zend_extension=`), which only a symbol shows. */
export function isZendExtension(body: FileBody, { sections }: Executable): boolean {
  const names = sections.find(({ name }) => name === ".dynstr");
  if (names === undefined) return false;
  const symbol = Buffer.from("\0zend_extension_entry\0");
  const end = names.offset + Math.min(names.size, mostBytes);
  return occurrences(body, symbol, names.offset, end).next().done !== true;
}

function dataOf(executable: Executable): readonly Pick<Section, "address" | "offset" | "size">[] {
  const dataSections = executable.sections.filter(({ name }) => name === ".data" || name === ".data.rel.ro");
  // A hostile file may have many that each cover the whole file.
  return (dataSections.length > 0 ? dataSections : executable.segments.filter(({ writable }) => writable)).slice(0, 4);
}

function isDay(api: number): boolean {
  const [month, day] = [Math.floor(api / 100) % 100, api % 100];
  return api > 20_000_000 && api < 21_000_000 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Not empty, and no longer than any name. */
function textAt(body: FileBody, executable: Executable, address: number): string | undefined {
  const at = address === 0 ? undefined : offsetOf(executable, address);
  if (at === undefined) return undefined;
  const text = nameAt(Buffer.from(body.read(at, 64)), 0);
  return text === "" || text.length === 64 ? undefined : text;
}

/** The value that the loader writes to an address: the addend of its relocation (System V ABI, chapter 4, "Relocation"). */
function relocated(body: FileBody, executable: Executable, address: number): number | undefined {
  const { wordSize, bigEndian } = executable;
  const rowSize = 3 * wordSize;
  const table = executable.sections.find(({ name }) => name === ".rela.dyn");
  if (table === undefined || table.size > mostBytes) return undefined;
  const addressBytes = Buffer.alloc(wordSize);
  if (wordSize === 8) {
    if (bigEndian) addressBytes.writeBigUInt64BE(BigInt(address));
    else addressBytes.writeBigUInt64LE(BigInt(address));
  } else if (bigEndian) addressBytes.writeUInt32BE(address);
  else addressBytes.writeUInt32LE(address);
  for (const at of occurrences(body, addressBytes, table.offset, table.offset + table.size)) {
    if ((at - table.offset) % rowSize !== 0) continue;
    const row = readWhole(body, at, rowSize);
    if (row !== undefined) return headerOf(row, bigEndian).word(2 * wordSize, wordSize);
  }
  return undefined;
}
