import type { Hash } from "node:crypto";
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { open, rm } from "node:fs/promises";
import { writeTrouble } from "./write-trouble.ts";

const algorithms = ["sha256", "sha512", "md5"] as const;
export type DigestAlgorithm = (typeof algorithms)[number];

/** A growing download file with its digest. Disposal before `keep` removes it. */
export interface PartialFile extends AsyncDisposable {
  readonly bytes: number;
  /** Throws `Failure` (`unreadable`) if the disk is full or the folder is gone. */
  append(chunk: Buffer): Promise<void>;
  restart(): Promise<void>;
  /** Digest of all bytes so far, as base64. */
  digest(algorithm: DigestAlgorithm): string;
  /** Completes the file: everything is on the disk. */
  keep(): Promise<void>;
}

/** Creates `file`, which must not exist. Throws `Failure` (`unreadable`). */
export async function partialFile(file: string): Promise<PartialFile> {
  let handle: FileHandle;
  try {
    handle = await open(file, "wx", 0o600);
  } catch (error) {
    throw writeTrouble(error, file);
  }
  let bytes = 0;
  let isKept = false;
  let hashes = newHashes();
  return {
    get bytes() {
      return bytes;
    },
    async append(chunk) {
      for (let at = 0; at < chunk.length;) {
        try {
          at += (await handle.write(chunk, at, chunk.length - at, bytes + at)).bytesWritten;
        } catch (error) {
          throw writeTrouble(error, file);
        }
      }
      for (const hash of hashes.values()) hash.update(chunk);
      bytes += chunk.length;
    },
    async restart() {
      await handle.truncate(0);
      bytes = 0;
      hashes = newHashes();
    },
    digest: (algorithm) => hashes.get(algorithm)?.copy().digest("base64") ?? "",
    async keep() {
      try {
        await handle.sync();
        await handle.close();
      } catch (error) {
        throw writeTrouble(error, file);
      }
      isKept = true;
    },
    async [Symbol.asyncDispose]() {
      if (isKept) return;
      await handle.close().catch(() => {});
      await rm(file, { force: true }).catch(() => {});
    },
  };
}

function newHashes(): ReadonlyMap<DigestAlgorithm, Hash> {
  return new Map(algorithms.map((name) => [name, createHash(name)]));
}
