import { maskOf } from "./env-by-name.ts";
import type { KnownValue } from "./known-value.ts";
import { valueForms } from "./value-forms.ts";

/** Hides known values in texts, wherever they are. */
export interface ValueMask {
  readonly text: (text: string) => string;
  /** Every text in it, keys included; the same value when there is nothing to hide. */
  readonly all: <T>(value: T) => T;
}

/** Shorter ones are in every text by chance. */
const minLength = 4;
/** From here on a value is looked for inside of words, across line breaks, and in other alphabets. */
const minLongLength = 8;
/** This much of a longer form identifies it; from there on, as much is masked as matches. It bounds the work at each offset. */
const prefixLength = 64;

interface Form {
  readonly form: string;
  readonly name: string;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/**
 * The one place that hides values. `[NAME masked]` replaces each, in every text alike, so that texts can still be compared. Known in the forms of
 * `valueForms`; line by line where a value has several lines; across line breaks; and by its beginning where a text was cut.
 */
export function valueMask(values: readonly KnownValue[]): ValueMask {
  const forms = formsOf(values);
  if (forms.length === 0) return { text: (text) => text, all: (value) => value };
  const short = forms.filter(({ form }) => form.length < minLongLength);
  const long = forms.filter(({ form }) => form.length >= minLongLength);
  const findLong = longFinder(long);
  const hideCut = cutFinder(long);
  const text = (raw: string): string => {
    if (raw.length < minLength) return raw;
    const ranges = [...shortRanges(raw, short), ...findLong(raw), ...brokenRanges(raw, findLong)];
    return hideCut(replaceRanges(raw, ranges));
  };
  const maskDeep = <T>(value: T): T => {
    if (typeof value === "string") return text(value) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => maskDeep(item)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), maskDeep<unknown>(item)])) as T;
  };
  return { text, all: maskDeep };
}

/** The longest first, each once. */
function formsOf(values: readonly KnownValue[]): Form[] {
  const forms = new Map<string, string>();
  for (const { name, value, isWhole } of values) {
    if (value.length < minLength) continue;
    for (const form of valueForms(value, minLongLength, isWhole !== true))
      if (form.length >= minLength && !forms.has(form)) forms.set(form, name);
  }
  return [...forms].map(([form, name]) => ({ form, name })).sort((a, b) => b.form.length - a.form.length);
}

/** A short value counts only as a word, also directly before or after another one. */
function shortRanges(text: string, forms: readonly Form[]): Range[] {
  return forms.flatMap(({ form, name }) => {
    const ranges: Range[] = [];
    let maskedEnd = -1;
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) {
      const end = at + form.length;
      const before = at === maskedEnd ? undefined : text[at - 1];
      const after = text.startsWith(form, end) ? undefined : text[end];
      if (isOfWord(before) || isOfWord(after)) continue;
      ranges.push({ start: at, end, name });
      maskedEnd = end;
    }
    return ranges;
  });
}

const isOfWord = (character = ""): boolean => /^\w$/.test(character);

/** One pass for all forms: most places of a text are passed by one look at a table. */
function longFinder(forms: readonly Form[]): (text: string) => Range[] {
  const begins = new Uint8Array(65_536);
  for (const { form } of forms) begins[slot(form, 0)] = 1;
  const byPrefix = Map.groupBy(forms, ({ form }) => form.slice(0, prefixLength));
  // Of forms that begin alike, one look-up for each of their lengths, the longest first.
  const lengths = new Map<string, number[]>();
  for (const prefix of byPrefix.keys()) {
    const prefixLengths = lengths.get(prefix.slice(0, minLongLength)) ?? [];
    lengths.set(
      prefix.slice(0, minLongLength),
      prefixLengths.includes(prefix.length) ? prefixLengths : [...prefixLengths, prefix.length],
    );
  }
  for (const prefixLengths of lengths.values()) prefixLengths.sort((a, b) => b - a);
  const formAt = (text: string, at: number): Form | undefined => {
    for (const length of lengths.get(text.slice(at, at + minLongLength)) ?? []) {
      const candidates = byPrefix.get(text.slice(at, at + length));
      if (candidates !== undefined) return candidates[0];
    }
    return undefined;
  };
  return (text) => {
    const ranges: Range[] = [];
    const last = text.length - minLongLength;
    for (let at = 0; at <= last; at++) {
      if (begins[slot(text, at)] !== 1) continue;
      const knownForm = formAt(text, at);
      if (knownForm === undefined) continue;
      const end = at + commonLength(text, at, knownForm.form);
      ranges.push({ start: at, end, name: knownForm.name });
      // Another one may begin in the end of this.
      at = Math.max(at, end - prefixLength);
    }
    return ranges;
  };
}

function slot(text: string, at: number): number {
  return (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1) * 961 + text.charCodeAt(at + 2)) & 0xffff;
}

function commonLength(text: string, at: number, form: string): number {
  let length = Math.min(form.length, prefixLength);
  while (length < form.length && text.charCodeAt(at + length) === form.charCodeAt(length)) length++;
  return length;
}

/** Values that a program printed over several lines, as `base64` wraps its output. */
function brokenRanges(text: string, find: (text: string) => Range[]): Range[] {
  const breaks = [...text.matchAll(/[\r\n]+/g)].map((match) => ({ at: match.index, length: match[0].length }));
  if (breaks.length === 0) return [];
  const ranges = find(text.replaceAll(/[\r\n]+/g, ""));
  let removed = 0;
  let next = 0;
  const inText = (at: number): number => {
    for (
      let lineBreak = breaks[next];
      lineBreak !== undefined && lineBreak.at - removed <= at;
      lineBreak = breaks[++next]
    )
      removed += lineBreak.length;
    return at + removed;
  };
  // Ranges begin in rising order, and so do their ends but for what overlaps: each end is looked up from its start.
  return ranges.map(({ start, end, name }) => {
    const from = inText(start);
    const [keptRemoved, keptNext] = [removed, next];
    const to = inText(end - 1) + 1;
    [removed, next] = [keptRemoved, keptNext];
    return { start: from, end: to, name };
  });
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let result = "";
  let at = 0;
  let current: Range | undefined;
  const close = (range: Range): void => {
    result += text.slice(at, range.start) + maskOf(range.name);
    at = range.end;
  };
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (current !== undefined && range.start < current.end) {
      current = { ...current, end: Math.max(current.end, range.end) };
      continue;
    }
    if (current !== undefined) close(current);
    current = range;
  }
  if (current !== undefined) close(current);
  return result + text.slice(at);
}

/** The text may end in the first part of a form, long enough to reveal it. */
function cutFinder(forms: readonly Form[]): (text: string) => string {
  const byBeginning = Map.groupBy(forms, ({ form }) => form.slice(0, minLength));
  return (text) => {
    for (let at = Math.max(0, text.length - prefixLength + 1); at <= text.length - minLength; at++) {
      const candidates = byBeginning.get(text.slice(at, at + minLength)) ?? [];
      const end = text.slice(at);
      const cutForm = candidates.find(
        ({ form }) => end.length >= Math.min(form.length, prefixLength) / 4 && form.startsWith(end),
      );
      if (cutForm !== undefined) return text.slice(0, at) + maskOf(cutForm.name);
    }
    return text;
  };
}
