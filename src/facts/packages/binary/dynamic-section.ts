import type { FileBody } from "../../../domain/image/file-body.ts";
import { offsetOf, sectionNamed } from "./executable.ts";
import { headerOf, readWhole } from "./header.ts";
import type { Executable, Section } from "./sections.ts";

/** What the loader of an ELF file reads before it starts (System V ABI, "Dynamic Section"). */
export interface DynamicSection {
  /** Names of libraries that it cannot start without (DT_NEEDED). */
  readonly needed: readonly string[];
  /** Folders of its own for them (DT_RUNPATH, or DT_RPATH): `$ORIGIN` is its folder. */
  readonly runPath: readonly string[];
  /** Its loader (PT_INTERP). */
  readonly interpreter?: string;
  /** Libraries that it loads later, of `.note.dlopen` (https://systemd.io/ELF_DLOPEN_METADATA/). */
  readonly notes: readonly string[];
  /** It asks the C library to run a shell (system(3), popen(3)). */
  readonly runsShell: boolean;
}

const [dtNeeded, dtStringTable, dtStringSize, dtRunPathOld, dtRunPath] = [1, 5, 10, 15, 29];
const maxRows = 16_384;
const maxStringBytes = 16 * 1024 * 1024;
const maxNeeded = 1_024;

/** Undefined for a file without a dynamic section. Lying offsets and sizes read as absent. */
export function readDynamicSection(executable: Executable, body: FileBody): DynamicSection | undefined {
  const dynamic = sectionNamed(executable, ".dynamic");
  const interpreter = textOf(sectionNamed(executable, ".interp"), body)?.replace(/\0.*$/s, "");
  const notes = notesOf(sectionNamed(executable, ".note.dlopen"), executable, body);
  const rowSize = executable.wordSize * 2;
  const count = dynamic === undefined ? 0 : Math.min(maxRows, Math.floor(dynamic.size / rowSize));
  const bytes = dynamic === undefined ? undefined : readWhole(body, dynamic.offset, count * rowSize);
  if (bytes === undefined) return undefined;
  const rows = headerOf(bytes, executable.bigEndian);
  const entries = Array.from({ length: count }, (_, row) => ({
    tag: rows.word(row * rowSize, executable.wordSize),
    value: rows.word(row * rowSize + executable.wordSize, executable.wordSize),
  }));
  const valueOf = (wanted: number) => entries.find(({ tag }) => tag === wanted)?.value;
  const offset = offsetOf(executable, valueOf(dtStringTable) ?? -1);
  const size = valueOf(dtStringSize) ?? 0;
  const strings = offset === undefined || size > maxStringBytes ? undefined : readWhole(body, offset, size);
  const stringAt = (at: number): string => {
    if (strings === undefined || !(at < strings.length)) return "";
    const end = strings.indexOf(0, at);
    return strings.toString("utf8", at, Math.min(end === -1 ? strings.length : end, at + 4096));
  };
  const texts = (...tags: number[]) =>
    entries
      .filter(({ tag }) => tags.includes(tag))
      .slice(0, maxNeeded)
      .map(({ value }) => stringAt(value))
      .filter((name) => name !== "");
  const runPath = texts(dtRunPath).length > 0 ? texts(dtRunPath) : texts(dtRunPathOld);
  return {
    needed: texts(dtNeeded),
    runPath: runPath.flatMap((path) => path.split(":")).filter((path) => path !== ""),
    ...(interpreter !== undefined && interpreter.startsWith("/") && { interpreter }),
    notes,
    runsShell: strings !== undefined && ["system", "popen"].some((name) => isImported(executable, body, strings, name)),
  };
}

function textOf(section: Section | undefined, body: FileBody, maxBytes = 4096): string | undefined {
  if (section === undefined || section.size > maxBytes) return undefined;
  return readWhole(body, section.offset, section.size)?.toString("utf8");
}

/** A note of owner `FDO`: JSON lists of `soname`. */
function notesOf(section: Section | undefined, executable: Executable, body: FileBody): string[] {
  if (section === undefined || section.size > 65_536) return [];
  const bytes = readWhole(body, section.offset, section.size);
  if (bytes === undefined) return [];
  const sonames = new Set<string>();
  const numbers = headerOf(bytes, executable.bigEndian);
  for (let at = 0; at + 12 <= bytes.length;) {
    const [nameSize, size] = [numbers.u32(at), numbers.u32(at + 4)];
    const from = at + 12 + round(nameSize);
    if (from + size > bytes.length) break;
    for (const [soname] of bytes.toString("utf8", from, from + size).matchAll(/"[^"\s]{1,128}\.so[^"\s]{0,64}"/g))
      sonames.add(soname.slice(1, -1));
    at = from + round(size);
  }
  return [...sonames];
}

function round(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** Whether a dynamic symbol of this name is undefined here: another file has it. */
function isImported(executable: Executable, body: FileBody, strings: Buffer, name: string): boolean {
  const symbols = sectionNamed(executable, ".dynsym");
  const places = new Set<number>();
  const pattern = Buffer.from(`\0${name}\0`, "latin1");
  for (let at = strings.indexOf(pattern); at !== -1 && places.size < 16; at = strings.indexOf(pattern, at + 1))
    places.add(at + 1);
  if (symbols === undefined || places.size === 0) return false;
  const rowSize = executable.wordSize === 8 ? 24 : 16;
  const count = Math.min(200_000, Math.floor(symbols.size / rowSize));
  const bytes = readWhole(body, symbols.offset, count * rowSize);
  if (bytes === undefined) return false;
  const rows = headerOf(bytes, executable.bigEndian);
  for (let row = 0; row < count; row++)
    if (places.has(rows.u32(row * rowSize)) && rows.u16(row * rowSize + (executable.wordSize === 8 ? 6 : 14)) === 0)
      return true;
  return false;
}
