interface EntrySplitter {
  push(chunk: Buffer): void;
  /** The list of entries came to its end. */
  isWhole(): boolean;
}

/** A recorded download has its content in its entry. */
const maxEntryBytes = 32 * 1024 * 1024;
const [quote, backslash, openBrace, closeBrace, openList, closeList] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Cuts a HAR file (up to gigabytes) into its entries: objects in the list at `log.entries`, whatever stands around it. `take` gets the bytes of each, or
 * undefined for one that is too large.
 */
export function openEntrySplitter(take: (bytes: Buffer | undefined) => void): EntrySplitter {
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  /** The last text at depth 2, a key of `log`. */
  let key: number[] = [];
  let entries: "before" | "inside" | "after" = "before";
  let pieces: Buffer[] = [];
  let size = 0;
  let isTooLarge = false;
  const keep = (piece: Buffer) => {
    size += piece.length;
    if (size > maxEntryBytes) {
      isTooLarge = true;
      pieces = [];
    } else pieces.push(Buffer.from(piece));
  };
  const push = (chunk: Buffer): void => {
    let start = depth >= 4 && entries === "inside" ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) inText = false;
        if (depth === 2 && inText && key.length < 20) key.push(byte);
        continue;
      }
      if (byte === quote) {
        inText = true;
        if (depth === 2) key = [];
      } else if (byte === openBrace || byte === openList) {
        depth++;
        if (depth === 3 && byte === openList && entries === "before" && Buffer.from(key).toString() === "entries")
          entries = "inside";
        else if (depth === 4 && entries === "inside") {
          start = at;
          [size, isTooLarge, pieces] = [0, false, []];
        }
      } else if (byte === closeBrace || byte === closeList) {
        depth--;
        if (entries !== "inside") continue;
        if (depth === 2) entries = "after";
        else if (depth === 3) {
          keep(chunk.subarray(start, at + 1));
          start = -1;
          take(isTooLarge ? undefined : Buffer.concat(pieces));
          pieces = [];
        }
      }
    }
    if (start !== -1) keep(chunk.subarray(start));
  };
  return { push, isWhole: () => entries === "after" };
}
