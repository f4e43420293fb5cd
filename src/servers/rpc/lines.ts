import type { Decoder } from "./decoder.ts";

const lineFeed = 0x0a;

/** MCP, transports, stdio: one message per line. Skips a line of more than `maxBytes` bytes without storing it. */
export function lines(maxBytes = 4 * 1024 * 1024): Decoder {
  let chunks: Buffer[] = [];
  let length = 0;
  return function* push(chunk) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      const end = chunk.subarray(from, at);
      from = at + 1;
      const whole = length + end.length;
      const text =
        whole > maxBytes
          ? undefined
          : Buffer.concat([...chunks, end])
              .toString("utf8")
              .trim();
      [chunks, length] = [[], 0];
      if (text === undefined) yield { problem: `a message of ${whole} bytes, and at most ${maxBytes} are read` };
      else if (text !== "") yield { text };
    }
    const remainder = chunk.subarray(from);
    length += remainder.length;
    if (length > maxBytes) chunks = [];
    else if (remainder.length > 0) chunks.push(remainder);
  };
}
