import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";

const block = 512;

/** A member of an archive; a name that ends with a slash is a folder. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
  readonly mode?: number;
}

/** A ustar header (pax(1), "ustar Interchange Format"); the name has at most 99 bytes. Times and owners are 0: equal inputs give equal bytes. */
export function tarHeader({ name, size, mode = name.endsWith("/") ? 0o755 : 0o644 }: TarMember): Buffer {
  if (Buffer.byteLength(name) > 99) throw new Error(`${name} is too long for this writer`);
  const header = Buffer.alloc(block);
  header.write(name, 0, "utf8");
  header.write(`${mode.toString(8).padStart(7, "0")}\0`, 100, "latin1");
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.write("00000000000\0", 136, "latin1");
  header.write(name.endsWith("/") ? "5" : "0", 156, "latin1");
  header.write("ustar\u000000", 257, "latin1");
  writeChecksum(header);
  return header;
}

export function writeChecksum(header: Buffer): void {
  header.fill(32, 148, 156);
  let sum = 0;
  for (let at = 0; at < block; at++) sum += header[at] ?? 0;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}

export const padding = (size: number): number => (block - (size % block)) % block;

/** Writes in pieces of four megabytes, and sums up what it writes. */
export interface ByteWriter {
  write(bytes: Uint8Array): void;
  /** Closes the file and returns the SHA-256 (hex) and the number of bytes. */
  end(): { readonly sha256: string; readonly bytes: number };
}

export function fileWriter(path: string): ByteWriter {
  const file = openSync(path, "w", 0o644);
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(4_194_304);
  let used = 0;
  let total = 0;
  const flush = (): void => {
    hash.update(buffer.subarray(0, used));
    for (let done = 0; done < used;) done += writeSync(file, buffer, done, used - done);
    used = 0;
  };
  return {
    write(bytes) {
      total += bytes.length;
      for (let from = 0; from < bytes.length;) {
        const step = Math.min(bytes.length - from, buffer.length - used);
        buffer.set(bytes.subarray(from, from + step), used);
        used += step;
        from += step;
        if (used === buffer.length) flush();
      }
    },
    end() {
      flush();
      closeSync(file);
      return { sha256: hash.digest("hex"), bytes: total };
    },
  };
}

/** Hands a file's bytes on in pieces of a megabyte. */
export function copyFile(path: string, take: (bytes: Uint8Array) => void): void {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(1_048_576);
    for (let got = readSync(file, buffer); got > 0; got = readSync(file, buffer)) take(buffer.subarray(0, got));
  } finally {
    closeSync(file);
  }
}

export function sizeOf(path: string): number {
  const file = openSync(path, "r");
  try {
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}
