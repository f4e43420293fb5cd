import { difference, jsonOf, learnJson, ofSameType, type JsonTemplate } from "./body-json.ts";
import { maskPids, maskTimes, printable } from "./shape.ts";

/** The shape of a body, learned from two responses to the same request. */
export type Template =
  | { readonly kind: "tokens"; readonly tokens: readonly Slot[] }
  | { readonly kind: "json"; readonly json: JsonTemplate }
  /** The two responses differ in length: only their common beginning and end are known. */
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
 * Times are masked even if the two responses agree on them: two responses within one minute contain the same `12:05`,
 * and the next trial does not.
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
 * The same for responses after a load test: the number of requests differs between trials, and so does the state that
 * the container keeps of them. If more than a number differs, only the kind of response is known: another trial may not
 * reach the same prefix of a list.
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
  const bodyTokens = tokens(body);
  if (template.kind === "tokens") {
    const at = template.tokens.findIndex((expected, index) => !fits(expected, bodyTokens[index]));
    if (at === -1 && bodyTokens.length === template.tokens.length) return undefined;
    const position = at === -1 ? template.tokens.length : at;
    const expected = template.tokens.map((each) => ("text" in each ? each.text : `<${each.varies}>`));
    return `expected ${excerpt(expected, position)}, got ${excerpt(bodyTokens, position)}`;
  }
  if (!template.empty && isBlank(body)) return "it is empty";
  const startFits = template.start.every((text, at) => bodyTokens[at] === text);
  const endFits = template.end.every((text, at) => bodyTokens[bodyTokens.length - template.end.length + at] === text);
  if (startFits && endFits && bodyTokens.length >= template.start.length + template.end.length) return undefined;
  return `expected ${excerpt([...template.start, "...", ...template.end], 0)}, got ${excerpt(bodyTokens, 0)}`;
}

function tokens(body: string): string[] {
  return maskPids(maskTimes(body)).match(token) ?? [];
}

function slot(a: string, b: string): Slot {
  if (a === b) return { text: a };
  if (isNumber(a) && isNumber(b)) return { varies: "number" };
  return isWord(a) && isWord(b) ? { varies: "word" } : { varies: "any" };
}

function fits(expected: Slot, bodyToken: string | undefined): boolean {
  if (bodyToken === undefined) return false;
  if ("text" in expected) return expected.text === bodyToken;
  if (expected.varies === "any") return true;
  return expected.varies === "number" ? isNumber(bodyToken) : isWord(bodyToken);
}

const isNumber = (text: string): boolean => /^\p{N}+$/u.test(text);
const isWord = (text: string): boolean => /^[\p{L}\p{N}_]+$/u.test(text);
const isBlank = (text: string): boolean => text.trim() === "";

function excerpt(parts: readonly string[], at: number): string {
  const text = printable(parts.slice(Math.max(0, at - 4), at + 24).join("")).replace(/\s+/gu, " ");
  if (text.trim() === "") return at > 0 ? "an early end" : "an empty body";
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
