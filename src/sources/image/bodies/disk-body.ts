import { closeSync, fstatSync } from "node:fs";
import type { FileBody } from "../../../domain/image/file-body.ts";
import { reasonOf } from "../../files/folder-handle.ts";
import { inRoom } from "./in-room.ts";
import { readAt } from "./read-at.ts";

/** A file's content, opened when the first byte is asked for. Dispose of it when the visit is over. */
export type DiskBody = FileBody & Disposable;

/**
 * `size` is what the walk saw. A file that is larger is cut there; one that is smaller gives fewer bytes, or none at all
 * when `exact`. `read` throws `Error` with the reason.
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
