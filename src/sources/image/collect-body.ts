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
  let chunks: Uint8Array[] = [];
  let size = 0;
  let begun = false;
  let wanted = true;
  let spool: number | undefined;

  function start(): void {
    begun = true;
    const head = Buffer.concat(chunks);
    wanted = begin(head.subarray(0, headBytes));
    chunks = wanted ? [head] : [];
  }

  return {
    chunk(bytes) {
      if (!wanted) return;
      size += bytes.length;
      if (spool !== undefined) return writeAll(spool, bytes);
      // What is handed in is reused after this call.
      chunks.push(Uint8Array.prototype.slice.call(bytes));
      if (!begun && size >= headBytes) start();
      if (size <= inMemory || !wanted) return undefined;
      spool = openNameless();
      for (const chunk of chunks) writeAll(spool, chunk);
      chunks = [];
    },
    end() {
      if (!begun) start();
      if (!wanted) return;
      if (spool === undefined)
        return end(memoryBody(chunks.length === 1 ? (chunks[0] ?? new Uint8Array(0)) : Buffer.concat(chunks)));
      try {
        end(fileBody(spool, size));
      } finally {
        closeSync(spool);
        spool = undefined;
      }
    },
  };
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
