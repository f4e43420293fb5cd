import type { FileBody } from "../../../domain/image/file-body.ts";

const headerBytes = 32;
const frameHeader = 24;

/**
 * Throws when a write-ahead log next to a database holds a committed change (https://www.sqlite.org/fileformat2.html, section 4): whether
 * the database has it already, only SQLite's own recovery can decide. An emptied or restarted log is ignored.
 */
export function refuseCommitted(body: FileBody): void {
  const head = body.read(0, headerBytes);
  if (head.length < headerBytes) return;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  // 0x377f0682, or ...83 when its checksums are big-endian.
  if ((view.getUint32(0) | 1) !== 0x377f0683) return;
  const pageSize = view.getUint32(8);
  if (pageSize < 512 || pageSize > 65_536) throw new Error("its pages have an impossible size");
  const salt = view.getBigUint64(16);
  for (let at = headerBytes; at + frameHeader + pageSize <= body.size; at += frameHeader + pageSize) {
    const frame = body.read(at, frameHeader);
    const fields = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    // A frame of an earlier round ends the log; the size of the database after a commit marks its last frame.
    if (fields.byteLength < frameHeader || fields.getBigUint64(8) !== salt) return;
    if (fields.getUint32(4) > 0)
      throw new Error("it holds changes that the database beside it may lack; its packages may be out of date");
  }
}
