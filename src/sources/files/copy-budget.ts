import type { CopyLimits } from "./copy-request.ts";
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { CopyRequest } from "./copy-request.ts";

/** What a copy may still take, of its limits, of the disk and of the event loop. */
export interface CopyBudget {
  readonly limits: CopyLimits;
  /** Before each entry. Throws `Failure` when there are too many, and the signal's reason. */
  entry(path: string): Promise<void>;
  /** Before bytes of a file are written; `free` says that they take no room. Throws `Failure` when there is no room for them. */
  bytes(path: string, bytes: number, free?: boolean): Promise<void>;
  spent(): { readonly files: number; readonly bytes: number };
}

const usual: CopyLimits = {
  bytes: 32 * 1024 ** 3,
  entries: 2_000_000,
  depth: 200,
  reserve: 256 * 1024 ** 2,
};
/** Others of this process get their turn, Ctrl-C among them. */
const turnMs = 20;
const tellMs = 1000;
/** The disk is asked again after so many bytes. */
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
