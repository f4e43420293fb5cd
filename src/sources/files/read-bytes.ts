import { readSync } from "node:fs";
import { refused, refusedBySystem, type Refused } from "./refused.ts";

const pieceBytes = 64 * 1024;

/** All bytes of an open file from its start, counted as they are read: its reported size may be wrong. More than `limit` are refused. */
export function readBytes(fd: number, size: number, limit: number): Buffer | Refused {
  if (size > limit) return tooLarge(limit);
  // One byte more than reported, so that a file of its true size needs one read and one check for its end.
  const pieces: Buffer[] = [];
  let total = 0;
  let next = Math.min(Math.max(size, 0), limit) + 1;
  for (;;) {
    const piece = Buffer.allocUnsafe(next);
    let got: number;
    try {
      got = readSync(fd, piece, 0, piece.length, total);
    } catch (error) {
      return refusedBySystem(error);
    }
    if (got === 0) break;
    total += got;
    if (total > limit) return tooLarge(limit);
    pieces.push(piece.subarray(0, got));
    next = Math.min(pieceBytes, limit - total + 1);
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function tooLarge(limit: number): Refused {
  return refused("too-large", `it has more than the ${bytesText(limit)} that are read`);
}

function bytesText(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024;
  if (mebibytes >= 1) return `${Math.floor(mebibytes)} MiB`;
  return bytes >= 1024 ? `${Math.floor(bytes / 1024)} KiB` : `${bytes} bytes`;
}
