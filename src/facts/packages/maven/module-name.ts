/** `module-info.class` is small: its size grows with the packages that it opens. */
export const largestModuleInfo = 256 * 1024;

/**
 * Name of the module that a compiled `module-info` declares (The Java Virtual Machine Specification, Java SE 21, 4.1, 4.4, 4.7.25): the
 * Module attribute's first number is the place of a CONSTANT_Module, which names it. Undefined for other files.
 */
export function moduleNameOf(bytes: Uint8Array): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 10 || file.readUInt32BE(0) !== 0xcafebabe) return undefined;
  const count = file.readUInt16BE(8);
  const texts = new Map<number, string>();
  const modules = new Map<number, number>();
  let at = 10;
  for (let index = 1; index < count; index++) {
    if (at + 3 > file.length) return undefined;
    const tag = file[at] ?? 0;
    const value = file.readUInt16BE(at + 1);
    if (tag === 1) {
      texts.set(index, file.toString("utf8", at + 3, at + 3 + value));
      at += 3 + value;
      continue;
    }
    if (tag === 19) modules.set(index, value);
    const size = sizes.get(tag);
    if (size === undefined) return undefined;
    at += size;
    // Of long and double the next place stays empty.
    if (tag === 5 || tag === 6) index++;
  }
  return attributeModule(file, at, texts, modules);
}

const sizes = new Map([
  [3, 5],
  [4, 5],
  [5, 9],
  [6, 9],
  [7, 3],
  [8, 3],
  [9, 5],
  [10, 5],
  [11, 5],
  [12, 5],
  [15, 4],
  [16, 3],
  [17, 5],
  [18, 5],
  [19, 3],
  [20, 3],
]);

/** A module has no interfaces, fields and methods: its attributes come 14 bytes after the constants. */
function attributeModule(
  file: Buffer,
  constantsEnd: number,
  texts: ReadonlyMap<number, string>,
  modules: ReadonlyMap<number, number>,
): string | undefined {
  let at = constantsEnd + 14;
  if (at > file.length) return undefined;
  const attributes = file.readUInt16BE(at - 2);
  for (let attribute = 0; attribute < attributes && at + 8 <= file.length; attribute++) {
    if (texts.get(file.readUInt16BE(at)) === "Module") return texts.get(modules.get(file.readUInt16BE(at + 6)) ?? -1);
    at += 6 + file.readUInt32BE(at + 2);
  }
  return undefined;
}
