import type { FileBody } from "../../../domain/image/file-body.ts";

/** A file of equal pages, read a window at a time: databases are mostly laid out in order, and can be far larger than the needed part. */
export interface Pages {
  readonly size: number;
  readonly count: number;
  /** A page by its number from 0. Throws `Error` when there is none, or when it was read before: only a loop needs one twice. */
  take(page: number): Uint8Array;
}

const windowBytes = 256 * 1024;

export function pagesOf(body: FileBody, size: number): Pages {
  const count = Math.floor(body.size / size);
  const visited = new Uint8Array(count);
  const perWindow = Math.max(1, Math.floor(windowBytes / size));
  let first = 0;
  let window: Uint8Array = new Uint8Array();
  return {
    size,
    count,
    take(page) {
      if (!Number.isSafeInteger(page) || page < 0 || page >= count)
        throw new Error(`it refers to page ${page} and has ${count}`);
      if (visited[page] === 1) throw new Error(`two places in it refer to page ${page}`);
      visited[page] = 1;
      if (page < first || (page + 1 - first) * size > window.length) {
        first = page - (page % perWindow);
        window = body.read(first * size, perWindow * size);
      }
      const bytes = window.subarray((page - first) * size, (page - first + 1) * size);
      if (bytes.length < size) throw new Error(`page ${page} could not be read`);
      return bytes;
    },
  };
}

/** Part of a value, and the page of the next part; 0 for none. */
export interface Link {
  readonly bytes: Uint8Array;
  readonly page: number;
}

/** A value that spans pages. Memory grows with the actual data, not with the length that the file claims. */
export function readChain(length: number, first: Link, next: (page: number) => Link): Uint8Array {
  const parts: Uint8Array[] = [];
  let have = 0;
  for (let link = first; ; link = next(link.page)) {
    const part = link.bytes.subarray(0, length - have);
    parts.push(part);
    have += part.length;
    if (have === length) break;
    if (link.page === 0) throw new Error("a value in it ends too early");
  }
  const value = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    value.set(part, at);
    at += part.length;
  }
  return value;
}
