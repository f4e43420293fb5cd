import type { Edit, PlacedEdit } from "../domain/finding/fix.ts";
import type { Span } from "../domain/finding/span.ts";
import { locate } from "../text/locate.ts";

interface Replacement {
  readonly span: Span;
  readonly text: string;
  /** Offset of its text in that of the whole edit. */
  readonly at: number;
}

/** Characters before an edit that may name what it puts in. */
const contextLength = 100;

/**
 * The edits as a report holds them: each over the smallest range, around what both texts have, and around a secret that both have. None where
 * one must still not hold a secret, or a part of one: `mask` changes such a text.
 */
export function reportedEdits(
  edits: readonly Edit[],
  textOf: (file: string) => string,
  mask: (text: string) => string,
): { readonly edits: readonly PlacedEdit[] } | { readonly withheld: string } {
  const placedEdits: PlacedEdit[] = [];
  for (const { file, span, text } of edits) {
    const source = textOf(file);
    const context = source.slice(Math.max(0, span.start - contextLength), span.start);
    const whole = context + text;
    const masked = mask(whole);
    const isOpen = ({ at, text: replacementText }: Replacement): boolean => {
      const start = context.length + at;
      const end = start + replacementText.length;
      return masked === whole || masked === mask(whole.slice(0, start)) + replacementText + mask(whole.slice(end));
    };
    const smallest = trimmed({ span, text, at: 0 }, source);
    const parts = isOpen(smallest) ? [smallest] : splitAround(smallest, source);
    if (!parts.every(isOpen)) return { withheld: "its edits hold a secret; `hullproof fix` makes them" };
    for (const part of parts) placedEdits.push({ ...locate(file, source, part.span), text: part.text });
  }
  return { edits: placedEdits };
}

/** Without what the text has already at both ends; never within a character or a line end of two. */
function trimmed({ span, text, at }: Replacement, source: string): Replacement {
  const old = source.slice(span.start, span.end);
  const maxOverlap = Math.min(old.length, text.length);
  let prefixLength = 0;
  while (prefixLength < maxOverlap && old[prefixLength] === text[prefixLength]) prefixLength++;
  while (prefixLength > 0 && (isInside(old, prefixLength) || isInside(text, prefixLength))) prefixLength--;
  let suffixLength = 0;
  while (
    suffixLength < maxOverlap - prefixLength &&
    old[old.length - 1 - suffixLength] === text[text.length - 1 - suffixLength]
  )
    suffixLength++;
  while (suffixLength > 0 && (isInside(old, old.length - suffixLength) || isInside(text, text.length - suffixLength)))
    suffixLength--;
  return {
    span: { start: span.start + prefixLength, end: span.end - suffixLength },
    text: text.slice(prefixLength, text.length - suffixLength),
    at: at + prefixLength,
  };
}

/** Between the halves of a character, or `\r` and `\n`. */
function isInside(text: string, at: number): boolean {
  return /^(?:[\ud800-\udbff][\udc00-\udfff]|\r\n)$/.test(text.slice(at - 1, at + 1));
}

/** Shorter parts are chance. */
const shortest = 4;
/** The work is quadratic in it. */
const longest = 2_000;

/** As several, around the longest part that both texts have. */
function splitAround(edit: Replacement, source: string): readonly Replacement[] {
  const { span, text } = edit;
  const old = source.slice(span.start, span.end);
  const common = old.length > longest || text.length > longest ? undefined : longestCommon(old, text);
  if (common === undefined) return [edit];
  const { here, there, length } = common;
  const first = { span: { start: span.start, end: span.start + here }, text: text.slice(0, there), at: edit.at };
  const second = {
    span: { start: span.start + here + length, end: span.end },
    text: text.slice(there + length),
    at: edit.at + there + length,
  };
  return [...splitAround(first, source), ...splitAround(second, source)].filter(
    (replacement) => replacement.text !== "" || replacement.span.end > replacement.span.start,
  );
}

function longestCommon(one: string, other: string) {
  let best: { readonly here: number; readonly there: number; readonly length: number } | undefined;
  let above = new Uint16Array(other.length + 1);
  for (let at = 1; at <= one.length; at++) {
    const row = new Uint16Array(other.length + 1);
    for (let otherAt = 1; otherAt <= other.length; otherAt++) {
      if (one[at - 1] !== other[otherAt - 1]) continue;
      const length = (above[otherAt - 1] ?? 0) + 1;
      row[otherAt] = length;
      if (length >= shortest && length > (best?.length ?? 0))
        best = { here: at - length, there: otherAt - length, length };
    }
    above = row;
  }
  return best;
}
