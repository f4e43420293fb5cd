import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable } from "./sections.ts";
import { sectionNamed } from "./executable.ts";
import { headerOf, readWhole } from "./header.ts";

/** Native images export some thousands. */
const mostSymbols = 200_000;
const mostPlaces = 10_000;
const mostNameBytes = 16 * 1024 * 1024;

/** Addresses of the symbols of these names, of an ELF file: the exported ones, and where no one stripped them all (System V ABI, "Symbol Table"). */
export function symbolAddresses(
  executable: Executable,
  body: FileBody,
  symbolNames: readonly string[],
): ReadonlyMap<string, number> {
  const addresses = new Map<string, number>();
  for (const [table, strings] of [
    [".dynsym", ".dynstr"],
    [".symtab", ".strtab"],
  ] as const)
    for (const [name, address] of addressesIn(executable, body, table, strings, symbolNames))
      if (!addresses.has(name)) addresses.set(name, address);
  return addresses;
}

function addressesIn(
  executable: Executable,
  body: FileBody,
  table: string,
  strings: string,
  symbolNames: readonly string[],
): readonly (readonly [name: string, address: number])[] {
  const { wordSize, bigEndian } = executable;
  const [symbols, names] = [sectionNamed(executable, table), sectionNamed(executable, strings)];
  if (symbols === undefined || names === undefined || names.size > mostNameBytes) return [];
  const rowSize = wordSize === 8 ? 24 : 16;
  const count = Math.min(mostSymbols, Math.floor(symbols.size / rowSize));
  const text = readWhole(body, names.offset, names.size);
  const bytes = readWhole(body, symbols.offset, count * rowSize);
  if (text === undefined || bytes === undefined) return [];
  // A name may be the end of a longer one: each place where it ends with a zero is one that a symbol can point at.
  const places = new Map<number, string>();
  for (const name of symbolNames) {
    const pattern = Buffer.from(`${name}\0`, "latin1");
    for (let at = text.indexOf(pattern); at !== -1 && places.size < mostPlaces; at = text.indexOf(pattern, at + 1))
      places.set(at, name);
  }
  if (places.size === 0) return [];
  const rows = headerOf(bytes, bigEndian);
  const addresses: (readonly [string, number])[] = [];
  for (let row = 0; row < count; row++) {
    const name = places.get(rows.u32(row * rowSize));
    // Of section 0 are those that another file defines.
    const section = rows.u16(row * rowSize + (wordSize === 8 ? 6 : 14));
    if (name !== undefined && section !== 0)
      addresses.push([name, rows.word(row * rowSize + (wordSize === 8 ? 8 : 4), wordSize)]);
  }
  return addresses;
}
