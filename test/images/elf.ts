interface ElfParts {
  readonly needed?: readonly string[];
  readonly runPath?: string;
  readonly interpreter?: string;
  /** Undefined symbols: what other files have. */
  readonly imports?: readonly string[];
  /** Libraries of `.note.dlopen`. */
  readonly notes?: readonly string[];
  /** Constants of the program. */
  readonly texts?: readonly string[];
}

/** A 64-bit ELF file whose tables say what a loader reads; it does not run. */
export function elf(parts: ElfParts = {}): Buffer {
  const { needed = [], runPath, interpreter, imports = [], notes = [], texts = [] } = parts;
  const strings = ["", ...needed, ...(runPath === undefined ? [] : [runPath]), ...imports];
  const at = (name: string) => strings.slice(0, strings.indexOf(name)).reduce((sum, one) => sum + one.length + 1, 0);
  const dynstr = Buffer.from(strings.map((one) => `${one}\0`).join(""), "latin1");
  const note = Buffer.from(JSON.stringify([{ feature: "x", soname: notes }]));
  const noteHead = Buffer.alloc(16);
  noteHead.writeUInt32LE(4, 0);
  noteHead.writeUInt32LE(note.length, 4);
  noteHead.writeUInt32LE(0x407c0c0a, 8);
  noteHead.write("FDO\0", 12, "latin1");
  const symbols = Buffer.alloc(24 * (imports.length + 1));
  for (const [index, name] of imports.entries()) symbols.writeUInt32LE(at(name), 24 * (index + 1));
  const sections: [string, Buffer][] = [
    [".dynstr", dynstr],
    [".dynsym", symbols],
    [".rodata", Buffer.from(`\0${texts.join("\0")}\0`, "latin1")],
    ...(interpreter === undefined ? [] : [[".interp", Buffer.from(`${interpreter}\0`)] as [string, Buffer]]),
    ...(notes.length === 0 ? [] : [[".note.dlopen", Buffer.concat([noteHead, note])] as [string, Buffer]]),
    [".dynamic", Buffer.alloc(16 * (needed.length + 4))],
  ];
  const names = Buffer.from(`\0${[...sections.map(([name]) => name), ".shstrtab"].join("\0")}\0`, "latin1");
  sections.push([".shstrtab", names]);
  const offsets = new Map<string, number>();
  let offset = 64 + 56;
  for (const [name, bytes] of sections) {
    offsets.set(name, offset);
    offset += Math.ceil(bytes.length / 8) * 8;
  }
  const dynamic = sections.find(([name]) => name === ".dynamic")?.[1] ?? Buffer.alloc(0);
  const entries: [number, number][] = [
    ...needed.map((name): [number, number] => [1, at(name)]),
    ...(runPath === undefined ? [] : [[29, at(runPath)] as [number, number]]),
    [5, offsets.get(".dynstr") ?? 0],
    [10, dynstr.length],
  ];
  for (const [index, [tag, value]] of entries.entries()) {
    dynamic.writeBigUInt64LE(BigInt(tag), 16 * index);
    dynamic.writeBigUInt64LE(BigInt(value), 16 * index + 8);
  }
  const file = Buffer.alloc(offset + 64 * (sections.length + 1));
  file.write("\x7fELF\x02\x01\x01", 0, "latin1");
  file.writeUInt16LE(3, 16);
  file.writeUInt16LE(62, 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeBigUInt64LE(BigInt(offset), 40);
  for (const [place, value] of [
    [52, 64],
    [54, 56],
    [56, 1],
    [58, 64],
    [60, sections.length + 1],
    [62, sections.length],
  ] as const)
    file.writeUInt16LE(value, place);
  file.writeUInt32LE(1, 64);
  file.writeUInt32LE(5, 68);
  file.writeBigUInt64LE(BigInt(offset), 64 + 32);
  file.writeBigUInt64LE(BigInt(offset), 64 + 40);
  for (const [index, [name, bytes]] of sections.entries()) {
    const start = offsets.get(name) ?? 0;
    bytes.copy(file, start);
    const row = offset + 64 * (index + 1);
    file.writeUInt32LE(names.indexOf(`\0${name}\0`) + 1, row);
    file.writeUInt32LE(1, row + 4);
    file.writeBigUInt64LE(BigInt(start), row + 16);
    file.writeBigUInt64LE(BigInt(start), row + 24);
    file.writeBigUInt64LE(BigInt(bytes.length), row + 32);
  }
  return file;
}
