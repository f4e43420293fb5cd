import type { FileBody } from "../../domain/image/file-body.ts";

const maxBytes = 256 * 1024 * 1024;
const chunkBytes = 4 * 1024 * 1024;
const maxNames = 2_000;
const maxNameBytes = 128;

/** Texts in a program that are names of libraries or plug-ins: `libgcc_s.so.1`. Each once, at most 2,000. */
export function libraryNames(body: FileBody): string[] {
  const names = new Set<string>();
  const end = Math.min(body.size, maxBytes);
  for (let from = 0; from < end; from += chunkBytes - 2 * maxNameBytes) {
    const bytes = body.read(from, Math.min(chunkBytes, end - from));
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = chunk.indexOf(".so"); at !== -1 && names.size < maxNames; at = chunk.indexOf(".so", at + 3)) {
      let start = at;
      while (start > 0 && at - start < maxNameBytes && isNameByte(chunk[start - 1] ?? 0)) start--;
      let stop = at + 3;
      while (stop < chunk.length && stop - at < 32 && isNameByte(chunk[stop] ?? 0)) stop++;
      const name = chunk.toString("latin1", start, stop);
      if (/^[\w+-][\w+.-]*\.so(?:\.[0-9.]{1,24})?$/.test(name) && (chunk[stop] ?? 0) === 0) names.add(name);
    }
    if (end - from <= chunkBytes) break;
  }
  return [...names].toSorted();
}

/** Of base names: letters, digits, `_+-.`. */
function isNameByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}
