import { closeSync } from "node:fs";
import type { ConfinedFolder } from "../../../sources/files/beneath.ts";
import type { Refused } from "../../../sources/files/refused.ts";
import { readAt } from "../../../sources/image/bodies/read-at.ts";

const headBytes = 64 * 1024;

export interface Head {
  /** Without a byte order mark, which is not content. */
  readonly text: string;
  /** POSIX.1-1988, "ustar": the magic of a header. */
  readonly isTar: boolean;
}

/** The head of a file: enough to recognize its kind. */
export function readHead(folder: ConfinedFolder, path: string): Head | Refused {
  const opened = folder.open(path);
  if ("refused" in opened) return opened;
  try {
    const buffer = Buffer.alloc(Math.min(headBytes, Math.max(opened.stats.size, 512)));
    const bytes = buffer.subarray(0, readAt(opened.fd, buffer, buffer.length, 0));
    return {
      text: bytes.toString("utf8").replace(/^\uFEFF/, ""),
      isTar: bytes.toString("latin1", 257, 262) === "ustar",
    };
  } catch (error) {
    return { refused: "failed", reason: (error as Error).message };
  } finally {
    closeSync(opened.fd);
  }
}
