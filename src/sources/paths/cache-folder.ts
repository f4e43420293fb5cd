import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { whyNotOwn } from "./own-folder.ts";

/** Cached results by key. Errors of the cache are ignored. */
export interface CacheFolder {
  /** The stored bytes; undefined if there are none, or they are damaged. */
  get(key: string): Promise<Buffer | undefined>;
  put(key: string, bytes: Uint8Array): Promise<void>;
}

/** Above this size, the least recently used files are deleted, down to three quarters. */
const usualMaxBytes = 1_073_741_824;
/** Minimum interval between two updates of a file's access mark. */
const markEveryMs = 3_600_000;
const name = /^[0-9a-f]{16,64}\.bin$/;

/**
 * A folder of files named by their keys (hex). Files are written by renaming, so processes can share the folder; each
 * ends with a CRC-32 of its content, which detects damage by a full disk or a power loss. Without a folder nothing is
 * cached.
 */
export function cacheFolder(folder: string | undefined, maxBytes = usualMaxBytes): CacheFolder {
  if (folder === undefined) return { get: async () => undefined, put: async () => {} };
  const path = (key: string): string => join(folder, `${key}.bin`);
  let writeCount = 0;
  let knownOwnership: boolean | undefined;
  // Its files become objects and facts, so a folder that another user could write to is not used. Checks again until
  // the folder exists, since others may create it.
  const isOwn = (): boolean =>
    knownOwnership ?? (knownOwnership = existsSync(folder) ? whyNotOwn(folder) === undefined : undefined) ?? false;
  return {
    async get(key) {
      if (!isOwn()) return undefined;
      const file = await readFile(path(key)).catch(() => undefined);
      // A power loss may leave four zeros, the checksum of empty content: empty content is never stored.
      if (file === undefined || file.length <= 4) return undefined;
      const bytes = file.subarray(0, -4);
      if (crc32(bytes) !== file.readUInt32LE(bytes.length)) {
        await rm(path(key), { force: true }).catch(() => {});
        return undefined;
      }
      await mark(path(key)).catch(() => {});
      return bytes;
    },
    async put(key, bytes) {
      if (bytes.length > maxBytes / 4 || knownOwnership === false) return;
      const temporary = join(folder, `.${key}.${process.pid}.${randomBytes(4).toString("hex")}`);
      try {
        if (knownOwnership === undefined && whyNotOwn(folder) !== undefined) return;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (!isOwn()) return;
        const sum = Buffer.alloc(4);
        sum.writeUInt32LE(crc32(bytes));
        // Not joined in memory: the bytes may be half of the available memory.
        await writeFile(temporary, [bytes, sum], { flag: "wx", mode: 0o600 });
        await rename(temporary, path(key));
        writeCount += bytes.length;
        if (writeCount > maxBytes / 64 || writeCount === bytes.length) await prune(folder, maxBytes);
        if (writeCount > maxBytes / 64) writeCount = 1;
      } catch {
        // A folder without write permission, or a full disk: the next run repeats the work.
        await rm(temporary, { force: true }).catch(() => {});
      }
    },
  };
}

async function mark(file: string): Promise<void> {
  const currentMs = Date.now();
  if (currentMs - (await stat(file)).mtimeMs > markEveryMs) await utimes(file, currentMs / 1_000, currentMs / 1_000);
}

/**
 * Deletes only files with our names, and partial files of killed processes. Avoids the thread pool: for hundreds of
 * layers, on each first use, it would cost as much as reading a small image.
 */
async function prune(folder: string, maxBytes: number): Promise<void> {
  const files: { file: string; size: number; used: number }[] = [];
  for (const fileName of readdirSync(folder)) {
    const file = join(folder, fileName);
    const info = statSync(file, { throwIfNoEntry: false });
    if (info?.isFile() !== true) continue;
    if (name.test(fileName)) files.push({ file, size: info.size, used: info.mtimeMs });
    else if (/^\.[0-9a-f]{16,64}\.\d+\.[0-9a-f]{8}$/.test(fileName) && Date.now() - info.mtimeMs > markEveryMs) {
      await rm(file, { force: true });
    }
  }
  let total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= maxBytes) return;
  files.sort((a, b) => a.used - b.used);
  for (const { file, size } of files) {
    if (total <= maxBytes * 0.75) return;
    await rm(file, { force: true });
    total -= size;
  }
}
