import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable } from "../binary/sections.ts";
import { isZeroed, offsetOf, sectionNamed } from "../binary/executable.ts";
import { headerOf, readWhole } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";

/** The linker's mark in every program built by Go. */
export interface GoBuildInfo {
  /** `go1.22.3`, `go1.22.3 X:boringcrypto`, `devel go1.24-abcdef`. */
  readonly goVersion: string;
  /** The module list as `runtime/debug.BuildInfo` writes it; empty for programs built outside of modules. */
  readonly modules: string;
}

const magic = Buffer.from("\xff Go buildinf:", "latin1");
const headerSize = 32;
const alignment = 16;
const stringsFollow = 2;
const mostVersionBytes = 4096;
/** The largest real ones have about 100 kB. */
const mostModuleBytes = 16 * 1024 * 1024;
/** The magic also occurs in programs that search for it (`go` itself, scanners): this many false matches are examined. */
const mostCandidates = 64;

/**
 * Go's build information (package debug/buildinfo of Go's standard library documents the header; in Go since 1.13). The
 * section names it; without a section table the data segments are searched, writable ones first, as `go version` does. Throws
 * `Error` when it is there and damaged.
 */
export function readBuildInfo(body: FileBody, executable: Executable): GoBuildInfo | undefined {
  const section = sectionNamed(executable, executable.format === "mach-o" ? "__go_buildinfo" : ".go.buildinfo");
  if (section !== undefined) return readAt(body, executable, section.offset, section.offset + section.size);
  // With a section table, ELF and Mach-O programs of Go's have that section; in PE files it is a part of `.data`.
  if (executable.format !== "pe" && executable.hasSections) return undefined;
  let candidates = 0;
  let remainingBytes = body.size;
  const data = executable.segments.filter((segment) => !segment.executable);
  for (const { address, offset, size } of data.toSorted((a, b) => Number(b.writable) - Number(a.writable))) {
    // Each segment of a hostile file can cover the whole file.
    remainingBytes -= size;
    if (remainingBytes < 0) return undefined;
    for (const at of occurrences(body, magic, offset, offset + size)) {
      if ((address + (at - offset)) % alignment !== 0) continue;
      if (++candidates > mostCandidates) return undefined;
      try {
        return readAt(body, executable, at, offset + size);
      } catch {
        // Not the real one.
      }
    }
  }
  return undefined;
}

function readAt(body: FileBody, executable: Executable, at: number, end: number): GoBuildInfo | undefined {
  const header = end - at < headerSize ? undefined : readWhole(body, at, headerSize);
  if (header === undefined || !header.subarray(0, magic.length).equals(magic)) {
    throw new Error("its section of Go build information holds something else");
  }
  const flags = header[15] ?? 0;
  if ((flags & stringsFollow) === 0) return readPointed(body, executable, header);

  // Since Go 1.18: two strings follow, each after its length.
  const version = readPrefixed(body, at + headerSize, end, mostVersionBytes);
  const modules = readPrefixed(body, version.end, end, mostModuleBytes);
  return infoOf(version.bytes, modules.bytes);
}

/** A string prefixed with its length as a Go varint: 7 bits a byte, lowest first, the top bit set if more follow. */
function readPrefixed(body: FileBody, at: number, end: number, maxBytes: number): { bytes: Buffer; end: number } {
  const prefix = body.read(at, 5);
  let length = 0;
  for (let index = 0; index < prefix.length; index++) {
    const byte = prefix[index] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    const start = at + index + 1;
    const bytes = length > maxBytes || start + length > end ? undefined : readWhole(body, start, length);
    if (bytes === undefined) break;
    return { bytes, end: start + length };
  }
  throw new Error("its Go build information says that it is longer than it can be");
}

/** Before Go 1.18: two pointers to Go string headers, each of a pointer and a length. */
function readPointed(body: FileBody, executable: Executable, header: Buffer): GoBuildInfo | undefined {
  const wordSize = header[14];
  if (wordSize !== 4 && wordSize !== 8) throw new Error("its Go build information has pointers of no known size");
  const bigEndian = ((header[15] ?? 0) & 1) !== 0;
  const numbers = headerOf(header, bigEndian);
  const read = (pointer: number, maxBytes: number): Buffer => {
    // A text that the linker left empty is in the zeroed memory: a program built without modules (Debian's).
    if (isZeroed(executable, pointer, 2 * wordSize)) return Buffer.alloc(0);
    const at = offsetOf(executable, pointer);
    const head = at === undefined ? undefined : readWhole(body, at, 2 * wordSize);
    if (head === undefined) throw new Error("its Go build information points outside of the file");
    const text = headerOf(head, bigEndian);
    const length = text.word(wordSize, wordSize);
    if (length === 0) return Buffer.alloc(0);
    const start = offsetOf(executable, text.word(0, wordSize));
    const bytes = start === undefined || length > maxBytes ? undefined : readWhole(body, start, length);
    if (bytes === undefined) throw new Error("its Go build information points outside of the file");
    return bytes;
  };
  const modulesAt = numbers.word(16 + wordSize, wordSize);
  return infoOf(
    read(numbers.word(16, wordSize), mostVersionBytes),
    modulesAt === 0 ? Buffer.alloc(0) : read(modulesAt, mostModuleBytes),
  );
}

function infoOf(version: Buffer, modules: Buffer): GoBuildInfo | undefined {
  const goVersion = version.toString();
  if (goVersion === "") return undefined;
  // Markers of 16 bytes before and after let the linker's output be found; the text between them ends with a line end.
  const framed = modules.length >= 33 && modules[modules.length - 17] === 0x0a;
  return { goVersion, modules: framed ? modules.toString("utf8", 16, modules.length - 16) : "" };
}
