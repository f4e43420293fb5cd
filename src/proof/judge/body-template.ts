import { difference, jsonOf, learnJson, ofSameType, type JsonTemplate } from "./body-json.ts";
import { maskPids, maskTimes, printable } from "./shape.ts";

/** What a body must look like, learned from two answers to the same request. */
export type Template =
  | { readonly kind: "tokens"; readonly tokens: readonly Slot[] }
  | { readonly kind: "json"; readonly json: JsonTemplate }
  /** The two answers differ in length: only what they begin and end with is known. */
  | {
      readonly kind: "frame";
      readonly start: readonly string[];
      readonly end: readonly string[];
      readonly empty: boolean;
    };

/** Fixed text, or the kind of text that varied at this place. */
type Slot = { readonly text: string } | { readonly varies: "number" | "word" | "any" };

const token = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;

/**
 * Times are masked even when the two answers agree on them: two answers within one minute say the same `12:05`, and the
 * next trial does not.
 */
export function learnTemplate(a: string, b: string): Template {
  const values = [jsonOf(a), jsonOf(b)];
  if (values.every((value) => value !== undefined)) return { kind: "json", json: learnJson(values[0], values[1]) };
  const first = tokens(a);
  const second = tokens(b);
  if (first.length === second.length) {
    return { kind: "tokens", tokens: first.map((text, at) => slot(text, second[at] ?? "")) };
  }
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first[start] === second[start]) start++;
  let end = 0;
  while (end < shorter - start && first.at(-1 - end) === second.at(-1 - end)) end++;
  return {
    kind: "frame",
    start: first.slice(0, start),
    end: first.slice(first.length - end),
    empty: isBlank(a) || isBlank(b),
  };
}

/**
 * The same for answers that come after many at once have asked for a while: how often they did differs from run to run, and what the container remembers
 * of it grows. Where it shows in more than a number, only the kind of answer is known: no prefix of a list that another run may not come to.
 */
export function learnGrown(a: string, b: string): Template {
  const template = learnTemplate(a, b);
  if (tokens(a).length === tokens(b).length) return template;
  if (template.kind === "json") return { kind: "json", json: ofSameType(jsonOf(a), jsonOf(b)) };
  return { kind: "frame", start: [], end: [], empty: isBlank(a) || isBlank(b) };
}

/** Why `body` does not fit, or undefined. */
export function mismatch(template: Template, body: string): string | undefined {
  if (template.kind === "json") {
    if (isBlank(body)) return "it is empty";
    const value = jsonOf(body);
    return value === undefined ? `expected JSON, got ${excerpt(tokens(body), 0)}` : difference(template.json, value);
  }
  const found = tokens(body);
  if (template.kind === "tokens") {
    const at = template.tokens.findIndex((expected, index) => !fits(expected, found[index]));
    if (at === -1 && found.length === template.tokens.length) return undefined;
    const where = at === -1 ? template.tokens.length : at;
    const expected = template.tokens.map((each) => ("text" in each ? each.text : `<${each.varies}>`));
    return `expected ${excerpt(expected, where)}, got ${excerpt(found, where)}`;
  }
  if (!template.empty && isBlank(body)) return "it is empty";
  const startFits = template.start.every((text, at) => found[at] === text);
  const endFits = template.end.every((text, at) => found[found.length - template.end.length + at] === text);
  if (startFits && endFits && found.length >= template.start.length + template.end.length) return undefined;
  return `expected ${excerpt([...template.start, "...", ...template.end], 0)}, got ${excerpt(found, 0)}`;
}

function tokens(body: string): string[] {
  return maskPids(maskTimes(body)).match(token) ?? [];
}

function slot(a: string, b: string): Slot {
  if (a === b) return { text: a };
  if (isNumber(a) && isNumber(b)) return { varies: "number" };
  return isWord(a) && isWord(b) ? { varies: "word" } : { varies: "any" };
}

function fits(expected: Slot, found: string | undefined): boolean {
  if (found === undefined) return false;
  if ("text" in expected) return expected.text === found;
  if (expected.varies === "any") return true;
  return expected.varies === "number" ? isNumber(found) : isWord(found);
}

const isNumber = (text: string): boolean => /^\p{N}+$/u.test(text);
const isWord = (text: string): boolean => /^[\p{L}\p{N}_]+$/u.test(text);
const isBlank = (text: string): boolean => text.trim() === "";

function excerpt(parts: readonly string[], at: number): string {
  const text = printable(parts.slice(Math.max(0, at - 4), at + 24).join("")).replace(/\s+/gu, " ");
  if (text.trim() === "") return at > 0 ? "an early end" : "an empty body";
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
