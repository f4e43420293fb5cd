export interface ElfPart {
  readonly name: string;
  readonly content: Uint8Array;
  /** Mapped with write permission; read-only otherwise. */
  readonly writable?: boolean;
  /** Mapped with the right to run it. */
  readonly executable?: boolean;
  /** Zeros that follow it in memory and not in the file. */
  readonly zeros?: number;
}

export interface ElfShape {
  readonly wordSize?: 4 | 8;
  readonly bigEndian?: boolean;
  /** False leaves the section table out, as `sstrip` does. */
  readonly sections?: boolean;
  /** More sections than 16 bits hold are counted in section 0; true writes it so for few. */
  readonly longCounts?: boolean;
}

/** Where the part at `offset` is mapped. */
export const elfBase = 0x400000;

/** An ELF program with a section and a segment for each part, contents aligned to 16 bytes, addresses `elfBase` + offset. */
export function writeElf(parts: readonly ElfPart[], shape: ElfShape = {}): Buffer {
  const { wordSize = 8, bigEndian = false, sections = true, longCounts = false } = shape;
  const wide = wordSize === 8;
  const headerSize = wide ? 64 : 52;
  const segmentSize = wide ? 56 : 32;
  const sectionSize = wide ? 64 : 40;
  const names = Buffer.from(`\0${parts.map(({ name }) => `${name}\0`).join("")}.shstrtab\0`);
  const all = [...parts, { name: ".shstrtab", content: names }];

  let at = align(headerSize + parts.length * segmentSize);
  const placed = all.map((part) => {
    const offset = at;
    at = align(at + part.content.length);
    return { ...part, offset };
  });
  const sectionsAt = at;
  const file = Buffer.alloc(sections ? sectionsAt + (all.length + 1) * sectionSize : at);
  const u16 = (to: number, value: number) =>
    bigEndian ? file.writeUInt16BE(value, to) : file.writeUInt16LE(value, to);
  const u32 = (to: number, value: number) =>
    bigEndian ? file.writeUInt32BE(value, to) : file.writeUInt32LE(value, to);
  const word = (to: number, value: number) => {
    if (!wide) u32(to, value);
    else u32(bigEndian ? to + 4 : to, value);
  };

  file.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, bigEndian ? 2 : 1, 1]);
  u16(16, 2);
  word(wide ? 32 : 28, headerSize);
  word(wide ? 40 : 32, sections ? sectionsAt : 0);
  const counts = wide ? 54 : 42;
  u16(counts, segmentSize);
  u16(counts + 2, parts.length);
  u16(counts + 4, sectionSize);
  if (sections) {
    u16(counts + 6, longCounts ? 0 : all.length + 1);
    u16(counts + 8, longCounts ? 0xffff : all.length);
  }
  if (sections && longCounts) {
    word(sectionsAt + (wide ? 32 : 20), all.length + 1);
    u32(sectionsAt + (wide ? 40 : 24), all.length);
  }
  let nameAt = 1;
  for (const [index, part] of placed.entries()) {
    file.set(part.content, part.offset);
    const address = elfBase + part.offset;
    if (index < parts.length) {
      const row = headerSize + index * segmentSize;
      u32(row, 1);
      u32(row + (wide ? 4 : 24), rightsOf(part));
      word(row + (wide ? 8 : 4), part.offset);
      word(row + (wide ? 16 : 8), address);
      word(row + (wide ? 32 : 16), part.content.length);
      word(row + (wide ? 40 : 20), part.content.length + ("zeros" in part ? (part.zeros ?? 0) : 0));
    }
    if (!sections) continue;
    const row = sectionsAt + (index + 1) * sectionSize;
    u32(row, nameAt);
    u32(row + 4, 1);
    word(row + (wide ? 16 : 12), address);
    word(row + (wide ? 24 : 16), part.offset);
    word(row + (wide ? 32 : 20), part.content.length);
    nameAt += part.name.length + 1;
  }
  return file;
}

function rightsOf({ writable = false, executable = false }: Partial<ElfPart>): number {
  return 4 + (writable ? 2 : 0) + (executable ? 1 : 0);
}

/** Where `writeElf` puts the content of the first part. */
export function firstPartAt(parts: number, wordSize: 4 | 8 = 8): number {
  return wordSize === 8 ? align(64 + parts * 56) : align(52 + parts * 32);
}

function align(at: number): number {
  return Math.ceil(at / 16) * 16;
}
