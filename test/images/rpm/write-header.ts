/** A tag's value: text, texts, or numbers of 1, 2 or 4 bytes. */
export type TagValue = string | readonly string[] | { readonly bytes: 1 | 2 | 4; readonly numbers: readonly number[] };

const typeOfWidth = { 1: 1, 2: 3, 4: 4 } as const;

/** A package's header as rpm's databases hold it: counts, entries, store. */
export function writeHeader(tags: Readonly<Record<number, TagValue>>): Uint8Array {
  const store: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [tag, value] of Object.entries(tags)) {
    const { type, count, bytes, align } = encode(value);
    const padding = (align - (at % align)) % align;
    store.push(Buffer.alloc(padding), bytes);
    at += padding;
    const entry = Buffer.alloc(16);
    [Number(tag), type, at, count].forEach((word, index) => entry.writeUInt32BE(word, index * 4));
    entries.push(entry);
    at += bytes.length;
  }
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(entries.length, 0);
  counts.writeUInt32BE(at, 4);
  return Buffer.concat([counts, ...entries, ...store]);
}

function encode(value: TagValue) {
  if (typeof value === "string") return { type: 6, count: 1, bytes: Buffer.from(`${value}\0`), align: 1 };
  if ("numbers" in value) {
    const bytes = Buffer.alloc(value.numbers.length * value.bytes);
    value.numbers.forEach((number, index) => bytes.writeUIntBE(number, index * value.bytes, value.bytes));
    return { type: typeOfWidth[value.bytes], count: value.numbers.length, bytes, align: value.bytes };
  }
  return { type: 8, count: value.length, bytes: Buffer.from(value.map((text) => `${text}\0`).join("")), align: 1 };
}

/** Tags of a package with one folder of files. */
export function packageTags(
  name: string,
  more: Readonly<Record<number, TagValue>> = {},
  files: readonly string[] = [],
): Readonly<Record<number, TagValue>> {
  return {
    1000: name,
    1001: "1.2",
    1002: "3.el9",
    1014: "GPL-3.0-or-later AND MIT",
    1022: "x86_64",
    1044: `${name}-1.2-3.el9.src.rpm`,
    ...(files.length === 0
      ? {}
      : {
          1030: { bytes: 2, numbers: files.map(() => 0o100644) },
          1116: { bytes: 4, numbers: files.map(() => 0) },
          1117: files,
          1118: [`/usr/share/${name}/`],
        }),
    ...more,
  };
}
