import type { FileBody } from "../../../domain/image/file-body.ts";
import { readWhole } from "../binary/header.ts";
import type { Budget } from "./budget.ts";
import { spend } from "./budget.ts";
import { inflateRaw } from "./inflate.ts";
import type { ZipEntry } from "./zip.ts";

const headerSize = 30;

/**
 * An entry's content. A stored one is a window onto the archive, so that an archive in an archive costs no copy; a deflated one
 * is inflated, to at most `maxBytes` bytes. Throws `Error` with the reason.
 */
export function entryBody(archive: FileBody, entry: ZipEntry, maxBytes: number, budget: Budget): FileBody {
  if (entry.encrypted) throw new Error("it is encrypted");
  const header = readWhole(archive, entry.headerAt, headerSize);
  if (header?.readUInt32LE(0) !== 0x04034b50) throw new Error("its entry lies outside of the archive");
  // The local header's sizes may be zero (a data descriptor follows the content): the directory's count (APPNOTE 4.4.4).
  const start = entry.headerAt + headerSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  const { compressedSize } = entry;
  if (start + compressedSize > archive.size) throw new Error("its entry ends outside of the archive");
  if (entry.method === 0) return part(archive, start, compressedSize);
  if (entry.method !== 8) throw new Error(`it is compressed in a way that is not read (ZIP method ${entry.method})`);
  if (entry.size > maxBytes || compressedSize > maxBytes)
    throw new Error("its content is larger than what is unpacked");
  spend(budget, "bytes", compressedSize + entry.size);
  // One byte more than declared: longer content means a damaged entry.
  const bytes = inflateRaw(archive.read(start, compressedSize), entry.size + 1);
  if (bytes.length !== entry.size) throw new Error("its content has another size than its entry says");
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Parsing a text takes some 16 times as long as unpacking it. */
const textCost = 16;

/** The whole of a small entry as text. Throws `Error` with the reason. */
export function entryText(archive: FileBody, entry: ZipEntry, maxBytes: number, budget: Budget): string {
  const body = entryBody(archive, entry, maxBytes, budget);
  if (body.size > maxBytes) throw new Error("its content is larger than what is unpacked");
  spend(budget, "bytes", body.size * textCost);
  return new TextDecoder().decode(body.read(0, body.size));
}

function part(body: FileBody, start: number, size: number): FileBody {
  return {
    size,
    read(offset, length, room) {
      const from = Math.min(Math.max(0, offset), size);
      return body.read(start + from, Math.max(0, Math.min(length, size - from)), room);
    },
  };
}
