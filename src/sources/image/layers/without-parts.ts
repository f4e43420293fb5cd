import type { FilePart } from "../../../domain/image/layer-probe.ts";
import type { Room } from "./body-room.ts";
import type { OwnBody } from "./recent-body.ts";

const nothing = new Uint8Array(0);

/** Storage for a file of `size` bytes of which `parts` (ascending, not adjacent) are dropped. */
export function withoutParts(size: number, parts: readonly FilePart[], room: Room): Room {
  let at = 0;
  let next = 0;
  return {
    add(bytes) {
      for (let from = 0; from < bytes.length;) {
        while ((parts[next]?.end ?? Infinity) <= at) next++;
        const { start, end } = parts[next] ?? { start: Infinity, end: Infinity };
        const isLeftOut = at >= start;
        const step = Math.min(bytes.length - from, (isLeftOut ? end : start) - at);
        if (!isLeftOut) room.add(bytes.subarray(from, from + step));
        from += step;
        at += step;
      }
    },
    finish: () => gappedBody(size, parts, room.finish()),
  };
}

/** Reads that overlap a dropped part return no bytes, and the body then reports that it was incomplete. */
function gappedBody(size: number, parts: readonly FilePart[], keptBody: OwnBody): OwnBody {
  let incomplete = false;
  return {
    size,
    get incomplete() {
      return incomplete;
    },
    read(offset, length, room) {
      const end = Math.min(offset + length, size);
      // An empty read overlaps no part.
      if (end <= offset) return nothing;
      let position = 0;
      for (const part of parts) {
        if (part.start >= end) break;
        if (part.end > offset) {
          incomplete = true;
          return nothing;
        }
        position += part.end - part.start;
      }
      return keptBody.read(offset - position, end - offset, room);
    },
    [Symbol.dispose]: () => keptBody[Symbol.dispose](),
  };
}

/** Within the file, ascending, with adjacent parts joined. */
export function tidyParts(size: number, parts: readonly FilePart[]): readonly FilePart[] {
  const tidy: FilePart[] = [];
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    const last = tidy.at(-1);
    const start = Math.max(0, part.start, last?.end ?? 0);
    const end = Math.min(size, part.end);
    if (!(start < end)) continue;
    if (last?.end === start) tidy[tidy.length - 1] = { start: last.start, end };
    else tidy.push({ start, end });
  }
  return tidy;
}
