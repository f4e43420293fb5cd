import type { FilePart } from "../../../domain/image/layer-probe.ts";
import { bufferOf, headerOf } from "./header.ts";

const loadable = 1; // PT_LOAD
/** The file's own headers stay, with small sections between them and the code. */
const leastOffset = 4096;
const mostSegments = 64;

/**
 * Where an ELF file has its machine code, by its first 4 KiB (System V ABI, "Program Header"): two thirds of a large program, without evidence of
 * its identity. None where constants share a segment with the code.
 */
export function machineCode(head: Uint8Array): readonly FilePart[] {
  const bytes = bufferOf(head);
  // 32-bit programs are never so large that it would pay.
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2) return [];
  const header = headerOf(bytes, bytes[5] === 2);
  const [from, rowSize, count] = [header.word(32, 8), header.u16(54), header.u16(56)];
  if (rowSize < 56 || count > mostSegments || from + rowSize * count > bytes.length) return [];
  const code: FilePart[] = [];
  let constants = false;
  for (let row = 0; row < count; row++) {
    const at = from + row * rowSize;
    if (header.u32(at) !== loadable) continue;
    const flags = header.u32(at + 4);
    const offset = header.word(at + 8, 8);
    if (flags === readable) constants = true;
    if ((flags & executable) !== 0 && (flags & writable) === 0)
      code.push({ start: Math.max(leastOffset, offset), end: offset + header.word(at + 32, 8) });
  }
  return constants ? code : [];
}

const readable = 4;
const writable = 2;
const executable = 1;
