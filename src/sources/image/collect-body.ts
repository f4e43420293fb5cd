import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileBody } from "./file-body.ts";
import { memoryBody } from "./file-body.ts";
import type { TarSink } from "./tar.ts";

/** More of one file is not held in memory but in a nameless temporary file. */
const inMemory = 32 * 1_048_576;
const headBytes = 64;

/**
 * Turns a content that streams by into a `FileBody`. `begin` sees up to the first 64 bytes and says whether the rest is wanted;
 * `end` gets the whole, which holds during that call only.
 */
export function collectBody(begin: (head: Uint8Array) => boolean, end: (body: FileBody) => void): TarSink {
  let buffer = new Uint8Array(0);
  let size = 0;
  let begun = false;
  let wanted = true;
  let spool: number | undefined;

  function start(): void {
    begun = true;
    wanted = begin(buffer.slice(0, Math.min(size, headBytes)));
    if (!wanted) release();
  }

  function release(): void {
    if (buffer.length > 0 && buffer.length <= mostKept && spares.length < 4) spares.push(buffer);
    buffer = new Uint8Array(0);
  }

  return {
    chunk(bytes) {
      if (!wanted) return;
      if (spool !== undefined) {
        size += bytes.length;
        return writeAll(spool, bytes);
      }
      // What is handed in is reused after this call.
      buffer = roomFor(buffer, size, size + bytes.length);
      buffer.set(bytes, size);
      size += bytes.length;
      if (!begun && size >= headBytes) start();
      if (size <= inMemory || !wanted) return;
      spool = openNameless();
      writeAll(spool, buffer.subarray(0, size));
      release();
    },
    end() {
      if (!begun) start();
      if (!wanted) return;
      try {
        end(spool === undefined ? memoryBody(buffer.subarray(0, size)) : fileBody(spool, size));
      } finally {
        if (spool !== undefined) closeSync(spool);
        spool = undefined;
        release();
      }
    },
  };
}

/** Buffers to be used again: one for each of a base image's programs would keep the garbage collector busy all the time. */
const spares: Uint8Array<ArrayBuffer>[] = [];
const mostKept = 8 * 1_048_576;
const leastBytes = 65_536;

/** The buffer, or a larger one with its first `used` bytes. */
function roomFor(buffer: Uint8Array<ArrayBuffer>, used: number, wanted: number): Uint8Array<ArrayBuffer> {
  if (wanted <= buffer.length) return buffer;
  const spare = buffer.length === 0 ? spares.pop() : undefined;
  if (spare !== undefined && spare.length >= wanted) return spare;
  const larger = new Uint8Array(Math.max(wanted, buffer.length * 2, leastBytes));
  larger.set(buffer.subarray(0, used));
  return larger;
}

/** A file that is gone from its folder before anything is written, so that nothing stays behind however we end. */
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-"));
  try {
    return openSync(join(folder, "content"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

function fileBody(fd: number, size: number): FileBody {
  return {
    size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < bytes.length) {
        const got = readSync(fd, bytes, filled, bytes.length - filled, offset + filled);
        if (got === 0) break;
        filled += got;
      }
      return bytes.subarray(0, filled);
    },
  };
}
