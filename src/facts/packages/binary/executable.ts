import type { Section, Executable } from "./sections.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import type { ProbedFile } from "../../../domain/image/layer-probe.ts";
import { readElf } from "./elf.ts";
import { readMachO } from "./mach-o.ts";
import { readPe } from "./pe.ts";

/** Headers of an ELF, PE or Mach-O file; undefined for anything else. A few small reads, whatever the file's size. */
export function readExecutable(file: ProbedFile, body: FileBody): Executable | undefined {
  // Several probes ask one after the other. Bodies may be one and the same for all files of a layer.
  if (last?.file === file) return last.executable;
  const executable = readElf(body) ?? readPe(body) ?? readMachO(body);
  last = { file, executable };
  return executable;
}

let last: { readonly file: ProbedFile; readonly executable: Executable | undefined } | undefined;

/** The section of this name. Few programs have the section, and the table of names shows that without reading each row. */
export function sectionNamed(executable: Executable, sectionName: string): Section | undefined {
  if (executable.names?.includes(sectionName) === false) return undefined;
  return executable.sections.find(({ name }) => name === sectionName);
}

/**
 * Whether the first bytes are those of a program or shared library: ELF (ET_EXEC or ET_DYN: no object files, core dumps or
 * kernel modules), PE or 64-bit Mach-O.
 */
export function isExecutable(head: Uint8Array): boolean {
  const [a, b, c, d] = head;
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) {
    const type = head[5] === 2 ? head[17] : head[16];
    return type === 2 || type === 3;
  }
  return (a === 0x4d && b === 0x5a) || (a === 0xcf && b === 0xfa && c === 0xed && d === 0xfe);
}

/** File offset of the byte mapped at `address`; undefined when no part of the file is. */
export function offsetOf(executable: Executable, address: number): number | undefined {
  const segment = executable.segments.find((part) => address >= part.address && address < part.address + part.size);
  return segment === undefined ? undefined : segment.offset + (address - segment.address);
}

/** Whether `length` bytes at `address` are zeros that the loader makes, and no part of the file. */
export function isZeroed(executable: Executable, address: number, length: number): boolean {
  return executable.segments.some(
    (part) => address >= part.address + part.size && address + length <= part.address + part.memory,
  );
}
