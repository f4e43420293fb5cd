import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable, Section, Segment } from "./sections.ts";
import { headerOf, nameAt, readWhole } from "./header.ts";

const mostCommandBytes = 1024 * 1024;
const mostSections = 4096;
const segment64 = 0x19; // LC_SEGMENT_64
const commandSize = 72;
const sectionSize = 80;

/**
 * Headers of a 64-bit little-endian Mach-O file (Apple's `mach-o/loader.h`): all that macOS still runs. Universal files hold
 * several of them and are not read.
 */
export function readMachO(body: FileBody): Executable | undefined {
  const start = readWhole(body, 0, 32);
  if (start === undefined || start.readUInt32LE(0) !== 0xfeedfacf) return undefined;
  const bytesOfCommands = start.readUInt32LE(20);
  const bytes = bytesOfCommands > mostCommandBytes ? undefined : readWhole(body, 32, bytesOfCommands);
  if (bytes === undefined) return undefined;

  const header = headerOf(bytes, false);
  const sections: Section[] = [];
  const segments: Segment[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = header.u32(at + 4);
    // A command shorter than its own head would keep us here forever.
    if (size < 8 || at + size > bytes.length) break;
    if (header.u32(at) === segment64 && size >= commandSize) {
      const offset = header.word(at + 40, 8);
      const fileSize = header.word(at + 48, 8);
      const protection = header.u32(at + 60);
      if (offset + fileSize <= body.size) {
        const rights = { writable: (protection & 2) !== 0, executable: (protection & 4) !== 0 };
        const [address, memory] = [header.word(at + 24, 8), header.word(at + 32, 8)];
        segments.push({ address, offset, size: fileSize, memory, ...rights });
      }
      const count = Math.min(header.u32(at + 64), Math.floor((size - commandSize) / sectionSize));
      for (let index = 0; index < count && sections.length < mostSections; index++) {
        const row = at + commandSize + index * sectionSize;
        const part = {
          address: header.word(row + 32, 8),
          size: header.word(row + 40, 8),
          offset: header.u32(row + 48),
        };
        const name = nameAt(bytes.subarray(row, row + 16), 0);
        if (part.offset !== 0 && part.offset + part.size <= body.size) sections.push({ name, ...part });
      }
    }
    at += size;
  }
  return { format: "mach-o", bigEndian: false, wordSize: 8, hasSections: sections.length > 0, sections, segments };
}
