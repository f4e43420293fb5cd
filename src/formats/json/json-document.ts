import type { Failure } from "../../domain/failure.ts";
import { placeOf } from "./place-of.ts";

/** The failure with the problem and its location, without any of the content. */
export type Refuse = (what: string, where?: string) => Failure;

export type JsonObject = Readonly<Record<string, unknown>>;

export interface JsonItem {
  readonly value: unknown;
  /** JSON pointer as a fragment (RFC 6901): `#/components/3`. */
  readonly where: string;
}

/**
 * The top object of a JSON text. Only requested parts become values, lists one element at a time: a document of 100 MB is never
 * in memory as a whole. All methods throw the error of `refuse`.
 */
export interface JsonDocument {
  readonly keys: readonly string[];
  value(key: string): unknown;
  /** Elements of a list; nothing where the member is not one. */
  items(key: string): Generator<JsonItem>;
  /** A member that is an object itself. */
  inner(key: string): JsonDocument | undefined;
}

const limits = {
  /** Real ones stay below 40. */
  depth: 500,
  /** Bytes of one element or member that become values at once. */
  bytes: 128 * 1024 * 1024,
  /** Objects and lists, and values, in one element or member: `[],[],[]` would take thirty times its own size. */
  objects: 1_500_000,
  values: 6_000_000,
} as const;

const quote = 0x22;
const backslash = 0x5c;

/** Reads which members the object has. Throws what `refuse` makes where the text is no JSON object or ends early. */
export function openJson(bytes: Buffer, refuse: Refuse): JsonDocument {
  const start = skipBlank(bytes, 0);
  if (bytes[start] !== 0x7b) throw refuse("it is not a JSON object", placeOf(bytes, start));
  const [document, end] = openObject(bytes, start, refuse, "#");
  const trailerStart = skipBlank(bytes, end);
  if (trailerStart < bytes.length) throw refuse("something follows the JSON object", placeOf(bytes, trailerStart));
  return document;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function openObject(bytes: Buffer, start: number, refuse: Refuse, pointer: string): [JsonDocument, number] {
  const members = new Map<string, Span[]>();
  let at = skipBlank(bytes, start + 1);
  while (bytes[at] !== 0x7d) {
    if (bytes[at] !== quote) throw refuse("a name in quotes should stand here", placeOf(bytes, at));
    const keyEnd = endOfString(bytes, at, refuse);
    const key = String(parse(bytes, { start: at, end: keyEnd }, refuse));
    at = skipBlank(bytes, keyEnd);
    if (bytes[at] !== 0x3a) throw refuse("a colon should stand here", placeOf(bytes, at));
    at = skipBlank(bytes, at + 1);
    const end = endOfValue(bytes, at, refuse);
    const spans = members.get(key);
    if (spans === undefined) members.set(key, [{ start: at, end }]);
    else spans.push({ start: at, end });
    at = skipBlank(bytes, end);
    if (bytes[at] === 0x2c) at = skipBlank(bytes, at + 1);
    else if (bytes[at] !== 0x7d) throw refuse("a comma or } should stand here", placeOf(bytes, at));
  }
  // A name twice: the last counts, as everywhere in JSON; of lists both, because nothing may get lost.
  const last = (key: string) => members.get(key)?.at(-1);
  const document: JsonDocument = {
    keys: [...members.keys()],
    value(key) {
      const span = last(key);
      return span === undefined ? undefined : parse(bytes, span, refuse);
    },
    *items(key) {
      let index = 0;
      for (const span of members.get(key) ?? []) {
        for (const element of elements(bytes, span, refuse))
          yield { value: parse(bytes, element, refuse), where: `${pointer}/${key}/${index++}` };
      }
    },
    inner(key) {
      const span = last(key);
      if (span === undefined || bytes[span.start] !== 0x7b) return undefined;
      return openObject(bytes, span.start, refuse, `${pointer}/${key}`)[0];
    },
  };
  return [document, at + 1];
}

function* elements(bytes: Buffer, { start }: Span, refuse: Refuse): Generator<Span> {
  if (bytes[start] !== 0x5b) return;
  let at = skipBlank(bytes, start + 1);
  while (bytes[at] !== 0x5d) {
    const end = endOfValue(bytes, at, refuse);
    yield { start: at, end };
    at = skipBlank(bytes, end);
    if (bytes[at] === 0x2c) at = skipBlank(bytes, at + 1);
    else if (bytes[at] !== 0x5d) throw refuse("a comma or ] should stand here", placeOf(bytes, at));
  }
}

function parse(bytes: Buffer, { start, end }: Span, refuse: Refuse): unknown {
  if (end - start > limits.bytes) throw refuse("a single entry has more than 128 MB", placeOf(bytes, start));
  let objects = 0;
  let values = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at, refuse) - 1;
    else if (byte === 0x5b || byte === 0x7b) objects++;
    else if (byte === 0x2c) values++;
  }
  if (objects > limits.objects || values > limits.values)
    throw refuse("a single entry has too many values", placeOf(bytes, start));
  try {
    return JSON.parse(bytes.toString("utf8", start, end));
  } catch {
    throw refuse("this is not valid JSON", placeOf(bytes, start));
  }
}

/** Offset after the value at `start`. Only brackets and quotes are examined; `parse` validates requested values. */
function endOfValue(bytes: Buffer, start: number, refuse: Refuse): number {
  const first = bytes[start];
  if (first === quote) return endOfString(bytes, start, refuse);
  if (first !== 0x5b && first !== 0x7b) {
    let at = start;
    while (at < bytes.length && !isEnd(bytes[at])) at++;
    if (at === start) throw refuse(early(bytes, at, "a value should stand here"), placeOf(bytes, at));
    return at;
  }
  const open: number[] = [];
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at, refuse) - 1;
    else if (byte === 0x5b || byte === 0x7b) {
      if (open.push(byte) > limits.depth) throw refuse("it is nested too deeply", placeOf(bytes, at));
    } else if (byte === 0x5d || byte === 0x7d) {
      // The codes of `[` and `{` are two below their counterparts.
      if (open.pop() !== byte - 2) throw refuse("this bracket closes nothing", placeOf(bytes, at));
      if (open.length === 0) return at + 1;
    }
  }
  throw refuse("it ends in the middle of a list or an object", `opened at ${placeOf(bytes, start)}`);
}

/** Bytes that are looked at one by one before the system searches: most texts are shorter than such a call takes. */
const shortBytes = 64;

function nextQuote(bytes: Buffer, from: number): number {
  const end = Math.min(from + shortBytes, bytes.length);
  for (let at = from; at < end; at++) if (bytes[at] === quote) return at;
  return bytes.indexOf(quote, end);
}

function endOfString(bytes: Buffer, start: number, refuse: Refuse): number {
  for (let at = nextQuote(bytes, start + 1); at !== -1; at = nextQuote(bytes, at + 1)) {
    let slashes = 0;
    while (bytes[at - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  throw refuse("it ends in the middle of a text", `opened at ${placeOf(bytes, start)}`);
}

function early(bytes: Buffer, at: number, otherwise: string): string {
  return at >= bytes.length ? "it ends early" : otherwise;
}

function skipBlank(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

function isEnd(byte: number | undefined): boolean {
  return (
    byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
  );
}
