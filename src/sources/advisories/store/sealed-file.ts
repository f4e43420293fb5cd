import { hash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompressSync, constants } from "node:zlib";
import { damaged } from "./damaged.ts";

/**
 * A file of the store: 7 letters, the format's version, length (4 bytes, low first) and SHA-256 of a JSON header, the header, sections.
 * The header tells what the file is, and each section's length, unpacked size and SHA-256. A section is inflated when it is asked for.
 */
const magic = Buffer.from("HULLADV\x01", "latin1");
const prefixSize = magic.length + 4 + 32;
const longestHeader = 1_048_576;
/** Unpacked. The largest that are known, npm's names with all malware, have a tenth of it. */
const largestSection = 134_217_728;

export interface SealedFile {
  readonly header: Readonly<Record<string, unknown>>;
  /** Unpacked bytes, inflated and compared with their digest once. Throws `Failure` (`bad-advisories`). */
  section(name: string): Buffer;
}

interface SectionEntry {
  readonly name: string;
  readonly bytes: number;
  readonly size: number;
  readonly sha256: string;
}

/** Equal content gives equal bytes. */
export async function seal(
  header: Readonly<Record<string, unknown>>,
  sections: readonly { readonly name: string; readonly content: Buffer }[],
): Promise<Buffer> {
  const packed = await Promise.all(sections.map(({ content }) => pack(content)));
  const entries = sections.map(({ name, content }, i): SectionEntry => {
    if (content.length > largestSection) throw new RangeError(`section ${name} is larger than a reader takes`);
    return { name, bytes: packed[i]!.length, size: content.length, sha256: sha256(packed[i]!) };
  });
  const text = Buffer.from(JSON.stringify({ ...header, sections: entries }), "utf8");
  if (text.length > longestHeader) throw new RangeError("the header is longer than a reader takes");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([magic, length, hash("sha256", text, "buffer"), text, ...packed]);
}

/** Throws `Failure` (`bad-advisories`) unless prefix and header are whole. */
export function openSealed(file: Buffer, label: string): SealedFile {
  if (file.length < prefixSize || !file.subarray(0, 7).equals(magic.subarray(0, 7))) {
    throw damaged(label, "it is not a file of an advisory store");
  }
  if (file[7] !== magic[7])
    throw damaged(label, `it has format ${file[7]}, and this hullproof reads format ${magic[7]}`);
  const length = file.readUInt32LE(8);
  if (length > longestHeader || prefixSize + length > file.length) throw damaged(label, "its header ends too late");
  const text = file.subarray(prefixSize, prefixSize + length);
  if (!hash("sha256", text, "buffer").equals(file.subarray(12, prefixSize))) {
    throw damaged(label, "its header has another digest than it says");
  }
  const header = parseHeader(text, label);
  const sections = new Map<string, { entry: SectionEntry; at: number }>();
  let at = prefixSize + length;
  for (const entry of sectionEntries(header, label)) {
    sections.set(entry.name, { entry, at });
    at += entry.bytes;
  }
  if (at !== file.length) throw damaged(label, "it has another length than its header says");
  const opened = new Map<string, Buffer>();
  return {
    header,
    section(name) {
      const known = opened.get(name);
      if (known !== undefined) return known;
      const place = sections.get(name);
      if (place === undefined) throw damaged(label, `it has no section ${name}`);
      const content = unpack(file.subarray(place.at, place.at + place.entry.bytes), place.entry, label);
      opened.set(name, content);
      return content;
    },
  };
}

function parseHeader(text: Buffer, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below: what JSON.parse says of it helps no one.
  }
  throw damaged(where, "its header is not a JSON object");
}

function sectionEntries(header: Record<string, unknown>, where: string): SectionEntry[] {
  const sections = header["sections"];
  if (!Array.isArray(sections) || sections.length > 16) throw damaged(where, "its header lists no sections");
  return sections.map((value: unknown) => {
    const { name, bytes, size, sha256: digest } = (value ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || typeof digest !== "string" || !isSize(bytes) || !isSize(size)) {
      throw damaged(where, "its header describes a section wrongly");
    }
    return { name, bytes, size, sha256: digest };
  });
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= largestSection;
}

function unpack(bytes: Buffer, { name, size, sha256: digest }: SectionEntry, label: string): Buffer {
  if (sha256(bytes) !== digest) throw damaged(label, `its section ${name} has another digest than its header says`);
  let content: Buffer;
  try {
    // In one piece, of the size that it must have.
    content = brotliDecompressSync(bytes, { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size, 64) });
  } catch (cause) {
    throw damaged(label, `its section ${name} cannot be unpacked`, cause);
  }
  if (content.length !== size) throw damaged(label, `its section ${name} has another size than its header says`);
  return content;
}

const compress = promisify(brotliCompress);

/** The best quality takes two seconds for a megabyte, the one below makes a fifth more of it in a fortieth of the time. */
function pack(content: Buffer): Promise<Buffer> {
  return compress(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length <= 2_097_152 ? 11 : 9,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

function sha256(bytes: Buffer): string {
  return hash("sha256", bytes);
}
