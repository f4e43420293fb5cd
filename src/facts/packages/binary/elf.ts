import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable, Section, Segment } from "./sections.ts";
import type { Header } from "./header.ts";
import { headerOf, nameAt, readWhole } from "./header.ts";

/** Real programs have 20 to 60; a table that claims more is not worth its reading. */
const mostSections = 4096;
const mostSegments = 1024;
const mostNameBytes = 1024 * 1024;
const usualNameBytes = 512;

const loadable = 1; // PT_LOAD
const withoutBytes = 8; // SHT_NOBITS

/**
 * Headers of an ELF file, 32 and 64 bits, both byte orders (System V ABI, chapter 4; elf(5)). Invalid tables are treated as
 * absent: a program with a damaged section table still runs.
 */
export function readElf(body: FileBody): Executable | undefined {
  const bytes = readWhole(body, 0, Math.min(body.size, 64));
  if (bytes === undefined || bytes.length < 52 || bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const wordSize = bytes[4] === 1 ? 4 : bytes[4] === 2 ? 8 : undefined;
  const bigEndian = bytes[5] === 2;
  if (wordSize === undefined || (!bigEndian && bytes[5] !== 1)) return undefined;
  if (wordSize === 8 && bytes.length < 64) return undefined;

  const header = headerOf(bytes, bigEndian);
  const counts = wordSize === 4 ? 42 : 54;
  const elf: ElfHeader = {
    wordSize,
    bigEndian,
    segmentsAt: header.word(wordSize === 4 ? 28 : 32, wordSize),
    sectionsAt: header.word(wordSize === 4 ? 32 : 40, wordSize),
    segmentSize: header.u16(counts),
    segmentCount: header.u16(counts + 2),
    sectionSize: header.u16(counts + 4),
    sectionCount: header.u16(counts + 6),
    namesIndex: header.u16(counts + 8),
  };
  const table = sectionTable(body, elf);
  // Cached, since several probes need it.
  let sections: readonly Section[] | undefined;
  return {
    format: "elf",
    bigEndian,
    wordSize,
    // A text: every probe searches it for its own names.
    names: table?.names.toString("latin1"),
    ...(table && { tableEnd: elf.sectionsAt + table.count * elf.sectionSize }),
    get hasSections() {
      return table !== undefined && !sectionsOf(table, body.size).next().done;
    },
    get sections() {
      return (sections ??= table === undefined ? [] : [...sectionsOf(table, body.size)]);
    },
    get segments() {
      return segmentsOf(body, elf);
    },
  };
}

interface ElfHeader {
  readonly wordSize: 4 | 8;
  readonly bigEndian: boolean;
  readonly segmentsAt: number;
  readonly segmentSize: number;
  readonly segmentCount: number;
  readonly sectionsAt: number;
  readonly sectionSize: number;
  readonly sectionCount: number;
  readonly namesIndex: number;
}

interface SectionTable {
  readonly elf: ElfHeader;
  readonly count: number;
  readonly rows: Header;
  readonly names: Buffer;
}

function sectionTable(body: FileBody, elf: ElfHeader): SectionTable | undefined {
  const { wordSize } = elf;
  if (elf.sectionsAt === 0 || elf.sectionSize < (wordSize === 4 ? 40 : 64)) return undefined;
  let { sectionCount: count, namesIndex } = elf;
  if (count === 0 || namesIndex === 0xffff) {
    // More than fit into 16 bits: section 0 has the numbers in sh_size and sh_link.
    const first = rowsAt(body, elf, 1);
    if (first === undefined) return undefined;
    if (count === 0) count = first.word(wordSize === 4 ? 20 : 32, wordSize);
    if (namesIndex === 0xffff) namesIndex = first.u32(wordSize === 4 ? 24 : 40);
  }
  if (count > mostSections || namesIndex >= count) return undefined;
  // Linkers write the names right before the table: one read has both.
  const from = Math.max(0, elf.sectionsAt - usualNameBytes);
  const tableOffset = elf.sectionsAt - from;
  const bytes = readWhole(body, from, tableOffset + count * elf.sectionSize);
  if (bytes === undefined) return undefined;
  const rows = headerOf(bytes.subarray(tableOffset), elf.bigEndian);
  const { offset, size } = placeOf(rows, elf, namesIndex);
  if (size > mostNameBytes) return undefined;
  const isAtHand = offset >= from && offset + size <= elf.sectionsAt;
  const names = isAtHand ? bytes.subarray(offset - from, offset - from + size) : readWhole(body, offset, size);
  return names === undefined ? undefined : { elf, count, rows, names };
}

function rowsAt(body: FileBody, elf: ElfHeader, count: number): Header | undefined {
  const bytes = readWhole(body, elf.sectionsAt, count * elf.sectionSize);
  return bytes === undefined ? undefined : headerOf(bytes, elf.bigEndian);
}

function placeOf(rows: Header, { wordSize, sectionSize }: ElfHeader, index: number): { offset: number; size: number } {
  const at = index * sectionSize;
  return {
    offset: rows.word(at + (wordSize === 4 ? 16 : 24), wordSize),
    size: rows.word(at + (wordSize === 4 ? 20 : 32), wordSize),
  };
}

function* sectionsOf({ elf, count, rows, names }: SectionTable, fileSize: number): Generator<Section> {
  const { wordSize, sectionSize } = elf;
  for (let index = 1; index < count; index++) {
    const at = index * sectionSize;
    const { offset, size } = placeOf(rows, elf, index);
    if (rows.u32(at + 4) === withoutBytes || offset + size > fileSize) continue;
    const address = rows.word(at + (wordSize === 4 ? 12 : 16), wordSize);
    yield { name: nameAt(names, rows.u32(at)), address, offset, size };
  }
}

function segmentsOf(body: FileBody, elf: ElfHeader): readonly Segment[] {
  const { wordSize, segmentCount } = elf;
  if (elf.segmentsAt === 0 || elf.segmentSize < (wordSize === 4 ? 32 : 56) || segmentCount > mostSegments) return [];
  const size = segmentCount * elf.segmentSize;
  const bytes = readWhole(body, elf.segmentsAt, size);
  if (bytes === undefined) return [];
  const rows = headerOf(bytes, elf.bigEndian);
  const segments: Segment[] = [];
  for (let at = 0; at < size; at += elf.segmentSize) {
    if (rows.u32(at) !== loadable) continue;
    const flags = rows.u32(at + (wordSize === 4 ? 24 : 4));
    const offset = rows.word(at + (wordSize === 4 ? 4 : 8), wordSize);
    const address = rows.word(at + (wordSize === 4 ? 8 : 16), wordSize);
    const fileSize = rows.word(at + (wordSize === 4 ? 16 : 32), wordSize);
    const memory = rows.word(at + (wordSize === 4 ? 20 : 40), wordSize);
    if (offset + fileSize > body.size) continue;
    segments.push({
      address,
      offset,
      size: fileSize,
      memory,
      writable: (flags & 2) !== 0,
      executable: (flags & 1) !== 0,
    });
  }
  return segments;
}
