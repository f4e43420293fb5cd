/**
 * Inflate (RFC 1951) for WebAssembly, resumable at every bit: compressed bytes come in pieces of any size into one area of a memory of
 * fixed size, what they hold goes into another, where the caller slides it. Written for speed as the well known fast decoders are: a
 * bit buffer of 64 bits, filled without branches; tables whose entries hold all that a symbol says; copies by 16 bytes; a fast
 * loop far from the ends of input and output, and a careful one for the rest.
 *
 * Safe by construction: the fast loop runs only with as much room as one round can use, a distance is compared with what there
 * is, and every load and store lies in the areas of `areas.ts`. `npm run generate` compiles this folder, which is AssemblyScript, into
 * `src/sources/image/unpack/inflate-module.ts`.
 */

import {
  badBlock,
  badDistanceCode,
  badLiteralCode,
  badPrecode,
  badRepeat,
  badStored,
  blockEnds,
  done,
  goesOn,
  noEndOfBlock,
  tooManySymbols,
  wantsInput,
  wantsRoom,
} from "./answers";
import {
  distanceBits,
  distanceTable,
  inputSize,
  inputStart,
  lengths,
  literalBits,
  literalTable,
  precodeBits,
  precodeTable,
  windowEnd,
  windowStart,
} from "./areas";
import { bitCount, bits, drop, fill, giveBack, inputAt, inputEnd, passInput, setBits, want } from "./bits";
import { decode } from "./codes";
import { history, outputAt, setOutput } from "./output";
import { build, kindDistance, kindLiteral, kindPrecode } from "./tables";

export { history, inputAt, inputEnd, inputSize, inputStart, outputAt, windowEnd, windowStart };

// Where decoding stands.
const atBlock: i32 = 0;
const atStoredLength: i32 = 1;
const inStored: i32 = 2;
const atDynamic: i32 = 3;
const inPrecode: i32 = 4;
const inLengths: i32 = 5;
const inCodes: i32 = 6;

let state: i32 = atBlock;
let last: bool = false;
let storedLeft: u32 = 0;
let literalCount: u32 = 0;
let distanceCount: u32 = 0;
let precodeCount: u32 = 0;
let lengthsRead: u32 = 0;
let fixedTables: bool = false;

/** Start with a new stream. */
export function reset(): void {
  state = atBlock;
  last = false;
  setBits(inputAt, 0, 0);
}

/** Decompress until input or room are used up, the stream ends or is damaged. At its end `inputAt` is the first byte behind it. */
export function inflate(): i32 {
  let answer = goesOn;
  while (answer == goesOn) answer = step();
  return answer;
}

function step(): i32 {
  switch (state) {
    case atBlock: {
      if (last) {
        giveBack();
        return done;
      }
      if (!want(3)) return wantsInput;
      last = (bits & 1) != 0;
      const type = <u32>(bits >> 1) & 3;
      drop(3);
      if (type == 0) {
        drop(bitCount & 7);
        state = atStoredLength;
      } else if (type == 1) {
        buildFixed();
        state = inCodes;
      } else if (type == 2) state = atDynamic;
      else return badBlock;
      return goesOn;
    }
    case atStoredLength: {
      if (!want(32)) return wantsInput;
      storedLeft = <u32>bits & 0xffff;
      if (((<u32>bits >> 16) ^ 0xffff) != storedLeft) return badStored;
      drop(32);
      giveBack();
      state = inStored;
      return goesOn;
    }
    case inStored: {
      const room = windowEnd - outputAt;
      const here = inputEnd - inputAt;
      const some = min(storedLeft, min(room, here));
      memory.copy(outputAt, inputAt, some);
      setOutput(outputAt + some);
      passInput(some);
      storedLeft -= some;
      if (storedLeft == 0) state = atBlock;
      else return some == here ? wantsInput : wantsRoom;
      return goesOn;
    }
    case atDynamic: {
      if (!want(14)) return wantsInput;
      literalCount = (<u32>bits & 31) + 257;
      distanceCount = (<u32>(bits >> 5) & 31) + 1;
      precodeCount = (<u32>(bits >> 10) & 15) + 4;
      drop(14);
      if (literalCount > 286 || distanceCount > 30) return tooManySymbols;
      memory.fill(lengths, 0, 19);
      lengthsRead = 0;
      state = inPrecode;
      return goesOn;
    }
    case inPrecode: {
      for (; lengthsRead < precodeCount; lengthsRead++) {
        if (!want(3)) return wantsInput;
        store<u8>(lengths + load<u8>(precodeOrder + lengthsRead), <u32>bits & 7);
        drop(3);
      }
      if (!build(precodeTable, lengths, 19, precodeBits, kindPrecode)) return badPrecode;
      lengthsRead = 0;
      state = inLengths;
      return goesOn;
    }
    case inLengths: {
      const answer = readLengths();
      if (answer == goesOn) state = inCodes;
      return answer;
    }
    default: {
      const answer = decode();
      if (answer != blockEnds) return answer;
      state = atBlock;
      return goesOn;
    }
  }
}

const precodeOrder: u32 = <u32>memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** RFC 1951, section 3.2.7. */
function readLengths(): i32 {
  const all = literalCount + distanceCount;
  while (lengthsRead < all) {
    // A code has up to 7 bits, the number of repetitions too.
    if (bitCount < 14) fill();
    const entry = load<u32>(precodeTable + ((<u32>bits & ((1 << precodeBits) - 1)) << 2));
    const used = entry & 63;
    if (used > bitCount) return wantsInput;
    const symbol = entry >> 16;
    if (symbol < 16) {
      drop(used);
      store<u8>(lengths + lengthsRead++, symbol);
      continue;
    }
    const extra: u32 = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    if (used + extra > bitCount) return wantsInput;
    drop(used);
    const times = (<u32>bits & ((1 << extra) - 1)) + (symbol == 18 ? 11 : 3);
    drop(extra);
    if (symbol == 16 && lengthsRead == 0) return badRepeat;
    if (lengthsRead + times > all) return badRepeat;
    memory.fill(lengths + lengthsRead, symbol == 16 ? load<u8>(lengths + lengthsRead - 1) : 0, times);
    lengthsRead += times;
  }
  if (load<u8>(lengths + 256) == 0) return noEndOfBlock;
  fixedTables = false;
  if (!build(literalTable, lengths, literalCount, literalBits, kindLiteral)) return badLiteralCode;
  if (!build(distanceTable, lengths + literalCount, distanceCount, distanceBits, kindDistance)) return badDistanceCode;
  return goesOn;
}

/** RFC 1951, section 3.2.6. */
function buildFixed(): void {
  if (fixedTables) return;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  build(literalTable, lengths, 288, literalBits, kindLiteral);
  build(distanceTable, lengths + 288, 32, distanceBits, kindDistance);
  fixedTables = true;
}
