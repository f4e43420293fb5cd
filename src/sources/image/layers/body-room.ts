import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { FileBody } from "../../../domain/image/file-body.ts";
import { memoryBody } from "../bodies/file-body.ts";
import { inRoom } from "../bodies/in-room.ts";
import { readAt } from "../bodies/read-at.ts";
import { makeFolder, temporaryFailure } from "../../leftovers/private-folder.ts";
import type { OwnBody } from "./recent-body.ts";

/** Storage for assembling a content. */
export interface Room {
  add(bytes: Uint8Array): void;
  finish(): OwnBody;
}

/** Reusable buffers: one for each of a base image's programs would keep the garbage collector busy. */
const spares: Uint8Array<ArrayBuffer>[] = [];
const mostKept = 8 * 1_048_576;
const mostSpares = 4;
const leastBytes = 1_048_576;

/** At most `size` bytes, in memory. */
export function memory(size: number): Room {
  const fitting = spares.findIndex(({ length }) => length >= size);
  const buffer =
    spares.splice(fitting, fitting === -1 ? 0 : 1)[0] ?? new Uint8Array(Math.max(leastBytes, powerOver(size)));
  let filled = 0;
  return {
    add(bytes) {
      buffer.set(bytes, filled);
      filled += bytes.length;
    },
    finish: () => ({
      ...memoryBody(buffer.subarray(0, filled)),
      [Symbol.dispose]() {
        if (buffer.length <= mostKept && spares.length < mostSpares) spares.push(buffer);
      },
    }),
  };
}

/** The next power of two, so that buffers can be reused. */
function powerOver(size: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, size)));
}

/** Any number of bytes, in an unnamed file. */
export function spool(): Room {
  const fd = openNameless();
  let size = 0;
  return {
    add(bytes) {
      writeAll(fd, bytes);
      size += bytes.length;
    },
    finish: () => ({ ...fileBody(fd, size), [Symbol.dispose]: () => closeSync(fd) }),
  };
}

/** A file that is unlinked before anything is written, so that nothing is left behind. */
function openNameless(): number {
  const folder = makeFolder("hullproof-body-");
  try {
    return openSync(join(folder, "content"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
  } catch (error) {
    throw temporaryFailure(error);
  }
}

function fileBody(fd: number, size: number): FileBody {
  return {
    size,
    read(offset, length, room) {
      const bytes = inRoom(Math.max(0, Math.min(length, size - offset)), room);
      return bytes.subarray(0, readAt(fd, bytes, bytes.length, offset));
    },
  };
}
