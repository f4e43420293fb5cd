import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable, Section, Segment } from "./sections.ts";
import { headerOf, nameAt, readWhole } from "./header.ts";

const mostSections = 96; // The Windows loader's own limit.
const sectionHeaderSize = 40;
const canExecute = 0x2000_0000; // IMAGE_SCN_MEM_EXECUTE
const canWrite = 0x8000_0000; // IMAGE_SCN_MEM_WRITE

/** Headers of a Windows program (Microsoft PE format, "COFF file header", "Section table"); addresses include the image base. */
export function readPe(body: FileBody): Executable | undefined {
  const dos = readWhole(body, 0, 64);
  if (dos === undefined || dos.toString("latin1", 0, 2) !== "MZ") return undefined;
  const at = dos.readUInt32LE(0x3c);
  const coff = readWhole(body, at, 24);
  if (coff === undefined || coff.toString("latin1", 0, 4) !== "PE\0\0") return undefined;
  const count = coff.readUInt16LE(6);
  const optionalSize = coff.readUInt16LE(20);
  const optional = readWhole(body, at + 24, optionalSize);
  const rows = count > mostSections ? undefined : readWhole(body, at + 24 + optionalSize, count * sectionHeaderSize);
  if (optional === undefined || optional.length < 32 || rows === undefined) return undefined;
  const magic = optional.readUInt16LE(0);
  if (magic !== 0x10b && magic !== 0x20b) return undefined;
  const wordSize = magic === 0x20b ? 8 : 4;
  const base = headerOf(optional, false).word(wordSize === 8 ? 24 : 28, wordSize);

  const sections: Section[] = [];
  const segments: Segment[] = [];
  for (let row = 0; row < rows.length; row += sectionHeaderSize) {
    const address = base + rows.readUInt32LE(row + 12);
    // The rest up to the raw size is padding.
    const size = Math.min(rows.readUInt32LE(row + 8), rows.readUInt32LE(row + 16));
    const offset = rows.readUInt32LE(row + 20);
    const flags = rows.readUInt32LE(row + 36);
    if (offset + size > body.size) continue;
    sections.push({ name: nameAt(rows.subarray(row, row + 8), 0), address, offset, size });
    // `>>> 0`: the highest bit makes a negative number of it otherwise.
    const writable = (flags & canWrite) >>> 0 !== 0;
    const memory = rows.readUInt32LE(row + 8);
    segments.push({ address, offset, size, memory, writable, executable: (flags & canExecute) !== 0 });
  }
  return { format: "pe", bigEndian: false, wordSize, hasSections: sections.length > 0, sections, segments };
}
