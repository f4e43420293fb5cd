import type { CopyLimits } from "./copy-request.ts";
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { CopyRequest } from "./copy-request.ts";

/** Limits of a copy: its own, the disk's, and the event loop's. */
export interface CopyBudget {
  readonly limits: CopyLimits;
  /** Called before each entry. Throws `Failure` if there are too many, and the signal's reason. */
  entry(path: string): Promise<void>;
  /** Called before bytes of a file are written; `free` means that they use no space. Throws `Failure` if there is no space for them. */
  bytes(path: string, bytes: number, free?: boolean): Promise<void>;
  spent(): { readonly files: number; readonly bytes: number };
}

const usual: CopyLimits = {
  bytes: 32 * 1024 ** 3,
  entries: 2_000_000,
  depth: 200,
  reserve: 256 * 1024 ** 2,
};
/** Lets the event loop run, for example for Ctrl-C. */
const turnMs = 20;
const tellMs = 1000;
/** Bytes between two checks of the free disk space. */
const askEvery = 64 * 1024 ** 2;

export function openBudget({ to, name, limits: requestedLimits, signal, onProgress }: CopyRequest): CopyBudget {
  const limits = { ...usual, ...requestedLimits };
  const targetFolder = dirname(to);
  let files = 0;
  let bytes = 0;
  let room = 0;
  let turn = performance.now();
  let lastReport = turn;
  const breathe = async (): Promise<void> => {
    const currentMs = performance.now();
    if (currentMs - turn < turnMs) return;
    if (currentMs - lastReport >= tellMs) {
      lastReport = currentMs;
      onProgress?.(files, bytes);
    }
    await setImmediate();
    signal.throwIfAborted();
    turn = performance.now();
  };
  return {
    limits,
    async entry(path) {
      if (++files > limits.entries) {
        throw new Failure("unreadable", `${name} has more than ${limits.entries} files; the last was ${path}.`, {
          hint: "Leave out what the build does not need with lines in .dockerignore.",
        });
      }
      await breathe();
    },
    async bytes(path, addedBytes, free = false) {
      bytes += addedBytes;
      if (bytes > limits.bytes) {
        throw new Failure(
          "unreadable",
          `${name} has more than ${gigabytes(limits.bytes)}; the last file was ${path}.`,
          {
            hint: "Leave out what the build does not need with lines in .dockerignore.",
          },
        );
      }
      if (!free) {
        if (room < addedBytes) room = Math.min(askEvery, freeAt(targetFolder) - limits.reserve);
        room -= addedBytes;
        if (room < 0 && freeAt(targetFolder) - limits.reserve < addedBytes) {
          throw new Failure(
            "unreadable",
            `There is no room in ${targetFolder} for a copy of ${name}: it stopped at ${path}.`,
            {
              hint: "Free some space, set TMPDIR to a folder with more, or leave out what the build does not need with lines in .dockerignore.",
            },
          );
        }
      }
      await breathe();
    },
    spent: () => ({ files, bytes }),
  };
}

function freeAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function gigabytes(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${Math.round(bytes / 1024 ** 3)} GiB` : `${bytes} bytes`;
}
