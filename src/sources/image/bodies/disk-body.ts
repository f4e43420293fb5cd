import { closeSync, fstatSync } from "node:fs";
import type { FileBody } from "../../../domain/image/file-body.ts";
import { reasonOf } from "../../files/folder-handle.ts";
import { inRoom } from "./in-room.ts";
import { readAt } from "./read-at.ts";

/** A file's content, opened on the first read. Dispose it after the visit. */
export type DiskBody = FileBody & Disposable;

/**
 * `size` is that of the walk. A larger file is cut there; a smaller one gives fewer bytes, or an error if `exact`.
 * `read` throws `Error` with the reason.
 */
export function diskBody(size: number, open: () => number, exact: boolean): DiskBody {
  let fd: number | undefined;
  return {
    size,
    read(offset, length, room) {
      fd ??= opened(size, open, exact);
      const bytes = inRoom(Math.max(0, Math.min(length, size - offset)), room);
      return bytes.subarray(0, readAt(fd, bytes, bytes.length, offset));
    },
    [Symbol.dispose]() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

function opened(size: number, open: () => number, exact: boolean): number {
  let fd: number;
  try {
    fd = open();
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
  const actualSize = fstatSync(fd).size;
  if (!exact || actualSize === size) return fd;
  closeSync(fd);
  throw new Error(`it has ${actualSize} bytes where ${size} were recorded`);
}
