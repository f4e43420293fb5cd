import { badDistance, badLiteral, blockEnds, goesOn, tooFar, wantsInput, wantsRoom } from "./answers";
import { distanceTable, literalTable, windowEnd } from "./areas";
import { bitCount, bits, drop, fill, inputAt, inputEnd, setBits } from "./bits";
import { history, outputAt, setOutput } from "./output";
import { repeat } from "./repeat";
import { distanceEntry, isEnd, isLink, isLiteral, isSpecial, linked, literalEntry, valueOf } from "./tables";

/** What one round of the fast loop can use: input for two refills, and room for a match after three literals, copied by 32. */
const inputMargin: u32 = 32;
const outputMargin: u32 = 320;
/** Bits of a distance, extra ones too. */
const distanceMost: u64 = 28;

/** Literals and matches of a block, until it ends or something is missing. */
export function decode(): i32 {
  if (outputAt > windowEnd - outputMargin) return wantsRoom;
  return inputEnd - inputAt > inputMargin ? decodeFast() : decodeOne();
}

/** One literal or match near the end of the input. */
function decodeOne(): i32 {
  fill();
  let entry = literalEntry(bits);
  if (entry & isLink) entry = linked(literalTable, entry, bits);
  let used = <u32>entry & 63;
  // Bits that are not there are zeros: an entry that needs none of them is the right one.
  if (used > bitCount) return wantsInput;
  if (entry & isLiteral) {
    store<u8>(outputAt, <u32>(entry >> 16));
    setOutput(outputAt + 1);
    drop(used);
    return goesOn;
  }
  if (entry & isSpecial) {
    if (!(entry & isEnd)) return badLiteral;
    drop(used);
    return blockEnds;
  }
  const length = valueOf(entry, bits);
  const rest = bits >> used;
  entry = distanceEntry(rest);
  if (entry & isLink) entry = linked(distanceTable, entry, rest);
  used += <u32>entry & 63;
  if (used > bitCount) return wantsInput;
  if (entry & isSpecial) return badDistance;
  const distance = valueOf(entry, rest);
  if (distance > outputAt - history) return tooFar;
  drop(used);
  repeat(outputAt, distance, length);
  setOutput(outputAt + length);
  return goesOn;
}

/**
 * Literals and matches as long as there is plenty of input and room. The next entry is looked up before a match is copied: its load and the
 * copy's wait for nothing of each other.
 */
function decodeFast(): i32 {
  const inputSafe = inputEnd - inputMargin;
  const outputSafe = windowEnd - outputMargin;
  const oldest = history;
  let from = inputAt;
  let to = outputAt;
  let buffer = bits;
  // Its lowest six bits count, so that an entry is subtracted as it is.
  let count: u64 = bitCount;
  let answer = goesOn;

  // 56 bits or more: four literals of the table, or three and a length with its extra bits.
  buffer |= load<u64>(from) << count;
  from += <u32>(~count >> 3) & 7;
  count |= 56;
  let entry = literalEntry(buffer);
  do {
    if (entry & isLiteral) {
      store<u8>(to++, <u32>(entry >> 16));
      buffer >>= entry;
      count -= entry;
      entry = literalEntry(buffer);
      if (entry & isLiteral) {
        store<u8>(to++, <u32>(entry >> 16));
        buffer >>= entry;
        count -= entry;
        entry = literalEntry(buffer);
        if (entry & isLiteral) {
          store<u8>(to++, <u32>(entry >> 16));
          buffer >>= entry;
          count -= entry;
          entry = literalEntry(buffer);
          if (entry & isLiteral) {
            store<u8>(to++, <u32>(entry >> 16));
            buffer >>= entry;
            count -= entry;
            buffer |= load<u64>(from) << count;
            from += <u32>(~count >> 3) & 7;
            count |= 56;
            entry = literalEntry(buffer);
            continue;
          }
        }
      }
    }
    if (entry & isSpecial) {
      if (entry & isLink) {
        entry = linked(literalTable, entry, buffer);
        if (entry & isLiteral) {
          store<u8>(to++, <u32>(entry >> 16));
          buffer >>= entry;
          count -= entry;
          buffer |= load<u64>(from) << count;
          from += <u32>(~count >> 3) & 7;
          count |= 56;
          entry = literalEntry(buffer);
          continue;
        }
      }
      if (entry & isSpecial) {
        if (entry & isEnd) {
          buffer >>= entry;
          count -= entry;
          answer = blockEnds;
        } else answer = badLiteral;
        break;
      }
    }
    const length = valueOf(entry, buffer);
    buffer >>= entry;
    count -= entry;
    if ((count & 63) < distanceMost) {
      buffer |= load<u64>(from) << count;
      from += <u32>(~count >> 3) & 7;
      count |= 56;
    }
    entry = distanceEntry(buffer);
    if (entry & isSpecial) {
      if (entry & isLink) entry = linked(distanceTable, entry, buffer);
      if (entry & isSpecial) {
        answer = badDistance;
        break;
      }
    }
    const distance = valueOf(entry, buffer);
    buffer >>= entry;
    count -= entry;
    if (distance > to - oldest) {
      answer = tooFar;
      break;
    }
    buffer |= load<u64>(from) << count;
    from += <u32>(~count >> 3) & 7;
    count |= 56;
    entry = literalEntry(buffer);
    repeat(to, distance, length);
    to += length;
  } while (from < inputSafe && to < outputSafe);

  count &= 63;
  setBits(from, buffer & ~((<u64>-1) << count), <u32>count);
  setOutput(to);
  return answer;
}
