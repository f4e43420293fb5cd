import type { Random } from "./random.ts";
import type { FuzzTarget } from "./target.ts";

/** As large as a hostile file of a repository is taken to be. */
export const largest = 64 * 1024;

/** The case that a seed and a number stand for: a sample, changed one to eight times. */
export function caseOf(target: FuzzTarget, random: Random): Buffer {
  let bytes = Buffer.from(random.pick(target.samples));
  const changes = 1 + random.below(8);
  for (let done = 0; done < changes; done++) {
    bytes = random
      .pick(random.chance(0.5) ? words : raw)(bytes, target, random)
      .subarray(0, largest);
  }
  return bytes;
}

type Mutation = (bytes: Buffer, target: FuzzTarget, random: Random) => Buffer<ArrayBuffer>;

const some = (random: Random): number => random.pick([1, 2, 3, 7, 20, 64, 300, 1000, 4000, 20_000]);
const insert = (bytes: Buffer, at: number, piece: Buffer): Buffer<ArrayBuffer> =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
const room = (piece: string, times: number): number => Math.min(times, Math.floor(largest / Math.max(1, piece.length)));

/** Know the format's own words. */
const words: readonly Mutation[] = [
  // A token somewhere.
  (bytes, target, random) => insert(bytes, random.below(bytes.length + 1), Buffer.from(random.pick(target.words))),
  // A token many times over: what is quadratic or exponential shows here.
  (bytes, target, random) => {
    const piece = random.pick(target.words) + random.pick(["", " ", "\n", "\t", ",", "\\\n"]);
    return insert(bytes, random.below(bytes.length + 1), Buffer.from(piece.repeat(room(piece, some(random)))));
  },
  // Two tokens in turns, and something at the end that does not fit.
  (bytes, target, random) => {
    const piece = random.pick(target.words) + random.pick(target.words);
    const tail = random.pick(["", "!", "\n", "\\", '"', "'", "\0"]);
    return insert(bytes, random.below(bytes.length + 1), Buffer.from(piece.repeat(room(piece, some(random))) + tail));
  },
  // Nesting, closed or left open.
  (bytes, target, random) => {
    const [open, close] = random.pick(target.pairs ?? brackets);
    const depth = room(open + close, some(random));
    const core = random.pick(target.words);
    const end = random.chance(0.5) ? close.repeat(depth) : "";
    return insert(bytes, random.below(bytes.length + 1), Buffer.from(open.repeat(depth) + core + end));
  },
  // A line of the input many times.
  (bytes, _target, random) => {
    const lines = bytes.toString("latin1").split("\n");
    const line = `${random.pick(lines)}\n`;
    const at = random.below(lines.length + 1);
    lines.splice(at, 0, line.repeat(room(line, some(random))));
    return Buffer.from(lines.join("\n"), "latin1");
  },
  // Lines in another order, or one gone.
  (bytes, _target, random) => {
    const lines = bytes.toString("latin1").split("\n");
    const [taken = ""] = lines.splice(random.below(lines.length), 1);
    if (random.chance(0.6)) lines.splice(random.below(lines.length + 1), 0, taken);
    return Buffer.from(lines.join("\n"), "latin1");
  },
  // Part of another sample.
  (bytes, target, random) => {
    const other = Buffer.from(random.pick(target.samples));
    const from = random.below(other.length + 1);
    return insert(bytes, random.below(bytes.length + 1), other.subarray(from, from + some(random)));
  },
  // One run of blanks or of one character, long.
  (bytes, _target, random) => {
    const piece = random.pick([
      " ",
      "\t",
      "\n",
      "\r",
      "\\",
      "-",
      "/",
      "*",
      "a",
      "0",
      "9",
      '"',
      "'",
      "$",
      "\u00a0",
      "é",
    ]);
    return insert(bytes, random.below(bytes.length + 1), Buffer.from(piece.repeat(room(piece, some(random)))));
  },
];

/** Know nothing. */
const raw: readonly Mutation[] = [
  (bytes, _target, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  (bytes, _target, random) => Buffer.from(bytes.subarray(0, random.below(bytes.length + 1))),
  (bytes, _target, random) => {
    const from = random.below(bytes.length + 1);
    return insert(bytes, random.below(bytes.length + 1), bytes.subarray(from, from + some(random)));
  },
  (bytes, _target, random) => {
    const from = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + some(random))]);
  },
  (bytes, _target, random) => {
    const noise = Buffer.from(Array.from({ length: Math.min(600, some(random)) }, () => random.below(256)));
    return insert(bytes, random.below(bytes.length + 1), noise);
  },
  // A number of the input becomes one that is hard to bear.
  (bytes, _target, random) => {
    const text = bytes.toString("latin1");
    const numbers = [...text.matchAll(/\d{1,20}/g)];
    if (numbers.length === 0) return Buffer.from(bytes);
    const { index, 0: old } = random.pick(numbers);
    const hard = random.pick([
      "0",
      "-1",
      "1e9",
      "4294967296",
      "9007199254740993",
      "99999999999999999999",
      "00",
      "0x7f",
    ]);
    return Buffer.from(text.slice(0, index) + hard + text.slice(index + old.length), "latin1");
  },
  (bytes, _target, random) => insert(bytes, random.below(bytes.length + 1), Buffer.from(random.pick(odd), "latin1")),
];

const brackets = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ['"', '"'],
  ["<a>", "</a>"],
] as const;

const odd = [
  "\0",
  "\xff\xfe",
  "\xef\xbb\xbf",
  "\x1b[31m",
  "\xe2\x80\xae",
  "\r\n",
  "\xc2\x85",
  "__proto__",
  "constructor",
  "\xed\xa0\x80",
];
