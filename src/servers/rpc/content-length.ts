import type { Decoder } from "./decoder.ts";

/** LSP 3.17, base protocol: header fields, an empty line, and as many bytes of UTF-8 as `Content-Length` says. */
const headerBytes = 4096;
const separator = Buffer.from("\r\n\r\n");

/** A document has at most 4 MiB, and JSON encodes a character in up to six. */
export const mostBytes = 32 * 1024 * 1024;

/**
 * Extracts messages from a stream. One larger than `maxBytes` is skipped without being stored; after an invalid
 * header it continues at the next `Content-Length`.
 */
export function contentLength(maxBytes = mostBytes): Decoder {
  let chunks: Buffer[] = [];
  let length = 0;
  /** Length of the expected message, and whether it is skipped. */
  let body: { readonly bytes: number; readonly large: boolean; seen: number } | undefined;
  /** The input is not a header, which was already reported. */
  let lost = false;
  const take = (bytes: number): Buffer => {
    const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
    const remainder = whole.subarray(bytes);
    chunks = remainder.length === 0 ? [] : [remainder];
    length = remainder.length;
    return whole.subarray(0, bytes);
  };
  return function* push(chunk) {
    chunks.push(chunk);
    length += chunk.length;
    for (;;) {
      if (body === undefined) {
        // A header has a few bytes; a long text without its end is something else.
        const head = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : take(length);
        if (chunks.length === 0 && head.length > 0) [chunks, length] = [[head], head.length];
        const end = head.indexOf(separator);
        if (end === -1) {
          if (length <= headerBytes) return;
          // The separator may be split between this chunk and the next.
          take(length - separator.length);
          if (!lost) yield { problem: `a header of more than ${headerBytes} bytes` };
          lost = true;
          return;
        }
        const bytes = lengthIn(take(end + separator.length).toString("latin1", 0, end));
        if (bytes === undefined) {
          if (!lost) yield { problem: "a header without a Content-Length" };
          lost = true;
        } else [lost, body] = [false, { bytes, large: bytes > maxBytes, seen: 0 }];
        continue;
      }
      if (body.large) {
        body.seen += take(Math.min(length, body.bytes - body.seen)).length;
        if (body.seen < body.bytes) return;
        yield { problem: `a message of ${body.bytes} bytes, and at most ${maxBytes} are read` };
        body = undefined;
      } else {
        if (length < body.bytes) return;
        const text = take(body.bytes).toString("utf8");
        body = undefined;
        yield { text };
      }
    }
  };
}

/** The last field of this name counts; others, such as `Content-Type`, add nothing. */
function lengthIn(head: string): number | undefined {
  const headerMatch = /(?:^|\r\n)content-length:[ \t]*(\d{1,15})[ \t]*(?:$|\r\n)/i.exec(head);
  return headerMatch === null ? undefined : Number(headerMatch[1]);
}

/** `json` as one message. */
export function framed(json: string): string {
  return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}
