import { ownValue } from "../domain/own-value.ts";
import { compareText } from "../text/compare-text.ts";

/** What a printed value consists of, with the keys of an object in the order in which they are printed. */
export type Shape =
  | { readonly leaf: string | number | boolean | null }
  | { readonly list: Shape }
  /** An object whose keys are data. */
  | { readonly dictionary: Shape }
  | { readonly keys: Readonly<Record<string, Shape>> }
  | { readonly any: readonly Shape[] }
  | { readonly def: string };

export interface Shapes {
  readonly root: Shape;
  readonly defs: Readonly<Record<string, Shape>>;
}

/** `at`: line break and indentation of the line that the value begins on, as JSON.stringify(value, undefined, 2) has them; empty: all on one line. */
export type JsonWriter = (part: unknown, at: string) => string;

/** Texts of a report occur thousands of times: ids, targets, reasons. */
const maxQuotes = 10_000;
const maxQuoteLength = 400;

/**
 * Writers of JSON with every key in its place and without keys that the shape does not have, so that equal values are equal bytes however they were put
 * together. One is made for each shape, which is faster than a copy for JSON.stringify. They throw on a number that JSON cannot hold.
 */
export function jsonWriters(defs: Shapes["defs"]): (shape: Shape) => JsonWriter {
  const writers = new Map<Shape, JsonWriter>();
  const quotes = new Map<string, string>();
  return writerOf;

  function writerOf(declaredShape: Shape): JsonWriter {
    const shape = resolve(declaredShape);
    let writer = writers.get(shape);
    if (writer !== undefined) return writer;
    // A shape may hold itself.
    writers.set(shape, (part, at) => (writer as JsonWriter)(part, at));
    writer = makeWriter(shape);
    writers.set(shape, writer);
    return writer;
  }

  function makeWriter(shape: Shape): JsonWriter {
    if ("any" in shape) return ofUnion(shape.any.map(resolve));
    if ("list" in shape) return ofList(writerOf(shape.list));
    if ("dictionary" in shape) return ofDictionary(writerOf(shape.dictionary));
    return "keys" in shape ? ofObject(shape.keys) : plain;
  }

  function resolve(shape: Shape): Shape {
    return "def" in shape ? resolve(ownValue(defs, shape.def) ?? { leaf: null }) : shape;
  }

  /** What the shape says nothing of is written as it is. */
  function plain(part: unknown, at: string): string {
    if (typeof part === "string") return quote(part);
    if (typeof part === "number" && !Number.isFinite(part)) throw new Error(`${part} cannot be printed as JSON`);
    if (typeof part !== "object" || part === null) return JSON.stringify(part) ?? "null";
    return at === "" ? JSON.stringify(part) : JSON.stringify(part, undefined, 2).replaceAll("\n", at);
  }

  function quote(text: string): string {
    let quoted = quotes.get(text);
    if (quoted !== undefined) return quoted;
    quoted = JSON.stringify(text);
    if (text.length <= maxQuoteLength && quotes.size < maxQuotes) quotes.set(text, quoted);
    return quoted;
  }

  function ofList(item: JsonWriter): JsonWriter {
    return (part, at) => {
      if (!Array.isArray(part)) return plain(part, at);
      if (part.length === 0) return "[]";
      const inner = at === "" ? "" : `${at}  `;
      let text = `[${inner}`;
      for (let index = 0; index < part.length; index++)
        text += (index === 0 ? "" : `,${inner}`) + item(part[index], inner);
      return `${text}${at}]`;
    };
  }

  function ofDictionary(value: JsonWriter): JsonWriter {
    return (part, at) => {
      if (!isObject(part)) return plain(part, at);
      const fields = Object.entries(part).filter(([, field]) => field !== undefined);
      if (fields.length === 0) return "{}";
      const inner = at === "" ? "" : `${at}  `;
      const colon = at === "" ? ":" : ": ";
      // As an object has them: whole numbers come first, by their size.
      const sorted = Object.entries(Object.fromEntries(fields.sort(([a], [b]) => compareText(a, b))));
      return `{${inner}${sorted.map(([name, field]) => quote(name) + colon + value(field, inner)).join(`,${inner}`)}${at}}`;
    };
  }

  function ofObject(keys: Readonly<Record<string, Shape>>): JsonWriter {
    const fields = Object.entries(keys).map(([name, shape]) => {
      const key = JSON.stringify(name);
      // Each part that is put together costs when the text is: on one line a name is one part with its signs.
      return { name, key, first: `${key}:`, next: `,${key}:`, write: writerOf(shape) };
    });
    return (part, at) => {
      if (!isObject(part)) return plain(part, at);
      const inner = at === "" ? "" : `${at}  `;
      let text = "";
      for (const { name, key, first, next, write } of fields) {
        const value = ownValue(part, name);
        if (value === undefined) continue;
        if (at === "") text += text === "" ? first : next;
        else text += `${text === "" ? "" : ","}${inner}${key}: `;
        text += write(value, inner);
      }
      return text === "" ? "{}" : `{${text}${at}}`;
    };
  }

  function ofUnion(branches: readonly Shape[]): JsonWriter {
    const cases = branches.map((shape) => ({ fits: fitsShape(shape), write: writerOf(shape) }));
    return (part, at) => {
      for (const { fits, write } of cases) if (fits(part)) return write(part, at);
      return plain(part, at);
    };
  }

  /** Enough to tell the branches of a union apart: the constants agree, and no key is strange. */
  function fitsShape(shape: Shape): (part: unknown) => boolean {
    if (!("keys" in shape)) return (part) => Array.isArray(part) === "list" in shape && typeof part !== "object";
    const constants = new Map(
      Object.entries(shape.keys).map(([name, inner]) => {
        const resolvedShape = resolve(inner);
        return [name, "leaf" in resolvedShape ? resolvedShape.leaf : null];
      }),
    );
    return (part) => {
      if (!isObject(part)) return false;
      for (const name of Object.keys(part)) {
        const constant = constants.get(name);
        if (constant === undefined || (constant !== null && constant !== ownValue(part, name))) return false;
      }
      return true;
    };
  }
}

function isObject(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
