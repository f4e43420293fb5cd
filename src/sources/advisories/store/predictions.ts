import type { ExploitPrediction } from "../../../domain/advisory/advisory.ts";
import { byteReader } from "./byte-reader.ts";
import { byteWriter } from "./byte-writer.ts";

type Prediction = ExploitPrediction & { readonly cve: string };

/** EPSS publishes five decimals. */
const unit = 100_000;

/**
 * Some hundred thousand CVEs in four bytes each: years with their counts; steps between the numbers within a year; distinct pairs of score and
 * percentile, which grow together; for each CVE, which pair. What is no `CVE-YYYY-N` has no place.
 */
export function writePredictions(predictions: readonly Prediction[]): Buffer {
  const entries = predictions.map(({ cve, score, percentile }) => {
    const [, year, number] = /^CVE-(\d{4})-(\d{1,9})$/.exec(cve) ?? [];
    if (year === undefined) throw new RangeError(`${cve} is not a CVE id`);
    return {
      year: Number(year),
      number: Number(number),
      pair: [Math.round(score * unit), Math.round(percentile * unit)] as const,
    };
  });
  entries.sort((a, b) => a.year - b.year || a.number - b.number);
  const key = ([score, percentile]: readonly [number, number]): number => score * (unit + 1) + percentile;
  const pairs = [...new Map(entries.map(({ pair }) => [key(pair), pair])).values()].sort((a, b) => key(a) - key(b));
  const numbers = new Map(pairs.map((pair, i) => [key(pair), i]));
  const writer = byteWriter();
  const years = Map.groupBy(entries, ({ year }) => year);
  writer.number(years.size);
  for (const [year, { length }] of years) {
    writer.number(year);
    writer.number(length);
  }
  for (const [, list] of years) {
    let last = 0;
    for (const { number } of list) {
      writer.number(number - last);
      last = number;
    }
  }
  writer.number(pairs.length);
  let last = 0;
  for (const [score] of pairs) {
    writer.number(score - last);
    last = score;
  }
  for (const [, percentile] of pairs) writer.number(percentile);
  for (const { pair } of entries) writer.number(numbers.get(key(pair))!);
  return writer.done();
}

export interface Predictions {
  find(cve: string): ExploitPrediction | undefined;
  all(): Generator<Prediction>;
}

/** Throws `Failure` (`bad-advisories`). */
export function readPredictions(section: Buffer, where: string): Predictions {
  const reader = byteReader(section, where);
  const years = Array.from({ length: reader.count(2) }, () => ({ year: reader.number(), count: reader.count() }));
  const numbers = new Map<number, { readonly numbers: Uint32Array; readonly start: number }>();
  let total = 0;
  for (const { year, count } of years) {
    const list = new Uint32Array(reader.left < count ? reader.fail("it declares more items than it has bytes") : count);
    let last = 0;
    for (let i = 0; i < count; i++) {
      last += reader.number();
      if (last > 999_999_999) reader.fail("a CVE has a larger number than there are");
      list[i] = last;
    }
    numbers.set(year, { numbers: list, start: total });
    total += count;
  }
  const scores = new Uint32Array(reader.count(2));
  let score = 0;
  for (let i = 0; i < scores.length; i++) {
    score += reader.number();
    scores[i] = score;
  }
  const percentiles = Uint32Array.from(scores, () => reader.number());
  if (score > unit || percentiles.some((one) => one > unit)) reader.fail("a probability is above 1");
  if (reader.left < total) reader.fail("it declares more items than it has bytes");
  const pairs = new Uint32Array(total);
  for (let i = 0; i < total; i++) pairs[i] = reader.index(scores.length);
  reader.end();
  const at = (index: number): ExploitPrediction => {
    const pair = pairs[index]!;
    return { score: scores[pair]! / unit, percentile: percentiles[pair]! / unit };
  };
  return {
    find(cve) {
      const [, year, number] = /^CVE-(\d{4})-(\d{1,9})$/.exec(cve) ?? [];
      const list = numbers.get(Number(year));
      if (list === undefined) return undefined;
      const index = indexOf(list.numbers, Number(number));
      return index === undefined ? undefined : at(list.start + index);
    },
    *all() {
      for (const [year, { numbers: list, start }] of numbers) {
        for (const [i, number] of list.entries()) {
          yield { cve: `CVE-${year}-${String(number).padStart(4, "0")}`, ...at(start + i) };
        }
      }
    },
  };
}

function indexOf(sorted: Uint32Array, value: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value ? low : undefined;
}
