import { closeSync } from "node:fs";
import type { ConfinedFolder } from "../../../sources/files/beneath.ts";
import { readBytes } from "../../../sources/files/read-bytes.ts";
import { readAt } from "../../../sources/image/bodies/read-at.ts";

/** Larger than any text with commands. */
const mostBytes = 1024 * 1024;
/** A file is text if its first bytes contain no 0. */
const headBytes = 8 * 1024;

export type RepositoryText = { readonly text: string; readonly bytes: number } | { readonly reason: string };

/** A text of the repository, or the reason why it was not read; undefined for a binary or absent file. */
export function readRepositoryText(repository: ConfinedFolder, path: string): RepositoryText | undefined {
  const opened = repository.open(path);
  if ("refused" in opened) {
    const isNothing = /^(?:missing|broken-link|special|folder)$/.test(opened.refused);
    return isNothing ? undefined : { reason: opened.reason };
  }
  try {
    const head = Buffer.alloc(Math.min(headBytes, opened.stats.size));
    const first = head.subarray(0, readAt(opened.fd, head, head.length, 0));
    const encoding = markOf(first);
    if (encoding === "utf8" && first.includes(0)) return undefined;
    if (opened.stats.size > mostBytes) return { reason: "larger than 1 MB" };
    const bytes = readBytes(opened.fd, opened.stats.size, mostBytes);
    if ("refused" in bytes) return { reason: bytes.reason };
    return { text: decoded(bytes, encoding), bytes: bytes.length };
  } catch (error) {
    return { reason: (error as Error).message };
  } finally {
    closeSync(opened.fd);
  }
}

type Encoding = "utf8" | "utf-16le" | "utf-16be";

/** Decodes by the byte order mark: scripts of Windows are often UTF-16. */
function markOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf8";
}

function decoded(bytes: Buffer, encoding: Encoding): string {
  return encoding === "utf8" ? bytes.toString("utf8").replace(/^\uFEFF/, "") : new TextDecoder(encoding).decode(bytes);
}
