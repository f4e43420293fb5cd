import type { FilePart } from "../../../domain/image/layer-probe.ts";
import { memory, spool, type Room } from "./body-room.ts";
import { tidyParts, withoutParts } from "./without-parts.ts";
import type { OwnBody } from "./recent-body.ts";
import type { TarSink } from "../tar/tar-sink.ts";

/** Larger contents are stored in an unnamed temporary file instead of memory. */
const inMemory = 32 * 1_048_576;
const headBytes = 64;
const largeHeadBytes = 4096;

/**
 * Turns a content of `size` bytes that streams by into a `FileBody`. `begin` sees up to the first 64 bytes, of a large file 4 KiB, during the call, and says
 * which parts need not be kept; undefined where the file is not wanted at all. `end` gets the whole and owns it.
 */
export function collectBody(
  size: number,
  begin: (head: Uint8Array) => readonly FilePart[] | undefined,
  end: (body: OwnBody) => void,
): TarSink {
  const headSize = Math.min(size, size > inMemory ? largeHeadBytes : headBytes);
  let head: Uint8Array = new Uint8Array(0);
  let room: Room | undefined;
  let begun = false;

  function start(first: Uint8Array): void {
    begun = true;
    const leftOut = begin(first.subarray(0, headSize));
    if (leftOut !== undefined) room = roomFor(size, size > inMemory ? tidyParts(size, leftOut) : []);
    room?.add(first);
  }

  return {
    chunk(bytes) {
      if (begun) return room?.add(bytes);
      // What is handed in is reused after this call.
      const first = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
      if (first.length >= headSize) start(first);
      else head = first.slice();
    },
    end() {
      if (!begun) start(head);
      if (room !== undefined) end(room.finish());
    },
  };
}

function roomFor(size: number, leftOut: readonly FilePart[]): Room {
  const keptSize = leftOut.reduce((rest, { start, end }) => rest - (end - start), size);
  const room = keptSize > inMemory ? spool() : memory(keptSize);
  return leftOut.length === 0 ? room : withoutParts(size, leftOut, room);
}
