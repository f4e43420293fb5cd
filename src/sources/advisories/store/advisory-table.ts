import type { Advisory } from "../../../domain/advisory/advisory.ts";
import { byteReader, type ByteReader } from "./byte-reader.ts";
import { byteWriter, type ByteWriter } from "./byte-writer.ts";
import { listSeparator, readTexts, splitList, writeTexts } from "./text-column.ts";
import { dayMs } from "../../../domain/units.ts";

/** What an advisory says whatever the package: many statements share it. */
export type AdvisoryHead = Pick<Advisory, "id" | "aliases" | "covers" | "vectors" | "summary" | "published" | "source">;

/** Ids, other names, dates and sources, column by column. */
export function writeIds(heads: readonly AdvisoryHead[], sources: readonly string[]): Buffer {
  const writer = byteWriter();
  writeTexts(
    writer,
    heads.map(({ id }) => id),
  );
  writeTexts(
    writer,
    heads.map(({ aliases }) => aliases.join(listSeparator)),
  );
  writeTexts(
    writer,
    heads.map(({ covers }) => covers.join(listSeparator)),
  );
  for (const { source } of heads) writer.number(sources.indexOf(source));
  let last = 0;
  for (const { published } of heads) {
    if (published === undefined) {
      writer.number(0);
      continue;
    }
    const day = Date.parse(published) / dayMs;
    if (!Number.isInteger(day)) throw new RangeError(`${published} is not an ISO day`);
    const step = day - last;
    last = day;
    writer.number(1 + (step >= 0 ? step * 2 : step * -2 - 1));
  }
  return writer.done();
}

/** Summaries and CVSS vectors. */
export function writeDetails(heads: readonly AdvisoryHead[]): Buffer {
  const writer = byteWriter();
  writeTexts(
    writer,
    heads.map(({ summary }) => summary ?? ""),
  );
  writeChoices(
    writer,
    heads.map(({ vectors }) => vectors.join(listSeparator)),
  );
  return writer.done();
}

/** Texts that repeat: each once, the most frequent first, then which. */
function writeChoices(writer: ByteWriter, values: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
  const numbers = new Map(distinct.map((value, i) => [value, i]));
  writeTexts(writer, distinct);
  for (const value of values) writer.number(numbers.get(value)!);
}

function readChoices(reader: ByteReader, count: number): (index: number) => string {
  const distinct = readTexts(reader);
  const chosen = reader.numbers(count);
  if (chosen.some((one) => one >= distinct.length)) reader.fail("an index lies outside of its list");
  return (index) => distinct.at(chosen[index]!);
}

export interface AdvisoryTable {
  readonly count: number;
  /** Throws `Failure` (`bad-advisories`) when the details are damaged. */
  head(index: number): AdvisoryHead;
}

/** `details` is asked for at the first head. Throws `Failure` (`bad-advisories`). */
export function readTable(
  ids: Buffer,
  details: () => Buffer,
  sources: readonly string[],
  label: string,
): AdvisoryTable {
  const reader = byteReader(ids, label);
  const names = readTexts(reader);
  const aliases = readTexts(reader);
  const covers = readTexts(reader);
  const count = names.length;
  if (aliases.length !== count || covers.length !== count) reader.fail("its columns have different lengths");
  const source = reader.numbers(count);
  if (source.some((one) => one >= sources.length)) reader.fail("an index lies outside of its list");
  const days = readDays(reader, count);
  reader.end();
  let opened: ReturnType<typeof readDetails> | undefined;
  const heads: AdvisoryHead[] = [];
  const dates = new Map<number, string>();
  const dateOf = (day: number): string => {
    const known = dates.get(day) ?? new Date(day * dayMs).toISOString().slice(0, 10);
    dates.set(day, known);
    return known;
  };
  return {
    count,
    head(index) {
      const known = heads[index];
      if (known !== undefined) return known;
      opened ??= readDetails(details(), count, label);
      const summary = opened.summaries.at(index);
      const day = days[index]!;
      return (heads[index] = {
        id: names.at(index),
        aliases: splitList(aliases.at(index)),
        covers: splitList(covers.at(index)),
        vectors: splitList(opened.vectors(index)),
        source: sources[source[index]!]!,
        ...(summary !== "" && { summary }),
        ...(day !== noDay && { published: dateOf(day) }),
      });
    },
  };
}

const noDay = -0x8000_0000;

/** Each is a step from the last one that there is, with its sign in the lowest bit; 0: there is none. */
function readDays(reader: ByteReader, count: number): Int32Array {
  const steps = reader.numbers(count);
  const days = new Int32Array(count).fill(noDay);
  let last = 0;
  for (let i = 0; i < count; i++) {
    const step = steps[i]!;
    if (step === 0) continue;
    last += (step & 1) === 1 ? step >>> 1 : -(step >>> 1);
    if (last > 100_000 || last < -100_000) reader.fail("a date lies outside of all calendars");
    days[i] = last;
  }
  return days;
}

function readDetails(details: Buffer, count: number, where: string) {
  const reader = byteReader(details, where);
  const summaries = readTexts(reader);
  if (summaries.length !== count) reader.fail("its columns have different lengths");
  const vectors = readChoices(reader, count);
  reader.end();
  return { summaries, vectors };
}
