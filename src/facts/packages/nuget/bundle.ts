import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable } from "../binary/sections.ts";
import { headerOf, readWhole } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";

/** The marker that the host itself searches: after the offset of the bundle's header, in its data (dotnet/runtime, `corehost/apphost/bundle_marker`). */
const marker = Buffer.from("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae", "hex");
const mostMarkers = 16;
/** The section table may follow the last section; a bundle holds an application. */
const leastAppended = 16 * 1024;
const mostListBytes = 32 * 1024 * 1024;
const mostEntries = 100_000;
const mostEntryBytes = 16 * 1024 * 1024;

/** Where a single-file application has its `NAME.deps.json`; `none`: it has no such list. */
export type BundledList = { readonly bytes: Uint8Array } | "none";

/**
 * The list of packages in a .NET single-file application: files that are appended to the host, with a header that gives their offsets (dotnet/runtime,
 * `Microsoft.NET.HostModel/Bundle/Manifest.cs`; versions 1 of .NET Core 3, 2 of .NET 5, 6 since). Undefined for other files. Throws `Error` with the reason.
 */
export function bundledList(executable: Executable, body: FileBody): BundledList | undefined {
  const { tableEnd } = executable;
  if (tableEnd !== undefined && body.size - tableEnd < leastAppended) return undefined;
  const { sections } = executable;
  const end = sections.reduce((last, { offset, size }) => Math.max(last, offset + size), 0);
  if (end === 0 || body.size - end < leastAppended) return undefined;
  let markers = 0;
  for (const { name, offset, size } of sections) {
    if (name !== ".data" && name !== "__data" && name !== ".rdata" && name !== ".rodata") continue;
    for (const at of occurrences(body, marker, offset, offset + size)) {
      if (++markers > mostMarkers) return undefined;
      const offsetBytes = readWhole(body, at - 8, 8);
      const header = offsetBytes === undefined ? 0 : headerOf(offsetBytes, false).word(0, 8);
      // Zero: a host without a bundle.
      if (header > 0) return listAt(body, header);
    }
  }
  return undefined;
}

function listAt(body: FileBody, at: number): BundledList {
  const fixed = readWhole(body, at, 13);
  if (fixed === undefined) throw new Error("its bundle lies beyond its end");
  const major = fixed.readUInt32LE(0);
  const entries = fixed.readInt32LE(8);
  // A short text: its length in one byte, its letters.
  const listStart = at + 13 + (fixed[12] ?? 0);
  if (major === 1) return listAmong(body, listStart, entries);
  const places = readWhole(body, listStart, 16);
  if (places === undefined) throw new Error("its bundle lies beyond its end");
  const numbers = headerOf(places, false);
  return fileAt(body, numbers.word(0, 8), numbers.word(8, 8));
}

function fileAt(body: FileBody, offset: number, size: number): BundledList {
  if (size === 0) return "none";
  if (size > mostListBytes) throw new Error("the list of packages in its bundle is larger than 32 MiB");
  const bytes = readWhole(body, offset, size);
  if (bytes === undefined) throw new Error("the list of packages in its bundle lies beyond its end");
  return { bytes };
}

/** Offset, size, kind, and a path with its length before it in seven bits a byte. */
function listAmong(body: FileBody, at: number, count: number): BundledList {
  const bytes = Buffer.from(body.read(at, mostEntryBytes));
  let from = 0;
  for (let entry = 0; entry < Math.min(count, mostEntries); entry++) {
    if (from + 19 > bytes.length) throw new Error("the table of its bundle ends too early");
    const numbers = headerOf(bytes.subarray(from, from + 16), false);
    let length = 0;
    let place = from + 17;
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = bytes[place++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const path = bytes.toString("latin1", place, place + Math.min(length, 4_096));
    if (path.endsWith(".deps.json")) return fileAt(body, numbers.word(0, 8), numbers.word(8, 8));
    from = place + length;
  }
  return "none";
}
