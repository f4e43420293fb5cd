import type { Span } from "../../../domain/finding/span.ts";
import type { Instruction } from "../dockerfile.ts";
import { joinedText, type ArgsSource } from "../joined-text.ts";

/** `NAME=value` of ENV, LABEL or ARG; `value` is as written, quotes kept, and undefined for a bare `ARG NAME`. */
export interface Pair {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  /** `ENV NAME value`: the value is the rest of the line. */
  readonly legacy: boolean;
}

/** The pairs of an ENV, LABEL or ARG, in order. */
export function pairsOf(source: ArgsSource, instruction: Instruction): readonly Pair[] {
  const { keyword, words, argsSpan } = instruction;
  const [first, second] = words;
  if (first === undefined) return [];
  if (keyword !== "ARG" && !first.text.includes("=")) {
    if (second === undefined) return [];
    const valueSpan = { start: second.span.start, end: argsSpan.end };
    const value = joinedText(source, valueSpan);
    return [{ name: first.text, nameSpan: first.span, value, valueSpan, legacy: true }];
  }
  return words.map(({ text, span }): Pair => {
    const equals = text.indexOf("=");
    if (equals === -1) return { name: text, nameSpan: span, value: undefined, valueSpan: undefined, legacy: false };
    // A word with a continuation inside has no countable places.
    const whole = span.end - span.start === text.length;
    return {
      name: text.slice(0, equals),
      nameSpan: whole ? { start: span.start, end: span.start + equals } : span,
      value: text.slice(equals + 1),
      valueSpan: whole ? { start: span.start + equals + 1, end: span.end } : span,
      legacy: false,
    };
  });
}
