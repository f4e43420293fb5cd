import type { Span } from "../../domain/finding/span.ts";
import { sliceJoined, sourceSpan, type JoinedText } from "../shell/joined-text.ts";
import type { UnitEntry, UnitFile } from "./unit-file.ts";
import { unitWords, type Splitting } from "./unit-words.ts";

/** A value of a unit, and its span. */
export interface UnitValue {
  readonly value: string;
  readonly file: string;
  readonly span: Span;
  /** The whole `Key=Value`. */
  readonly entry: UnitEntry;
}

/** The last of a key counts; blanks at its end and a pair of double quotes around it are taken off. */
export function lastValue(unit: UnitFile, group: string, key: string): UnitValue | undefined {
  const entry = entriesOf(unit, group).findLast((candidate) => candidate.key === key);
  return entry && whole(entry, unquoted(entry.value));
}

/** Each counts, until an empty one clears those before it. */
export function allValues(unit: UnitFile, group: string, key: string): readonly UnitValue[] {
  return counting(unit, group, key).map((entry) => whole(entry, entry.value));
}

/** The words of each. */
export function allWords(unit: UnitFile, group: string, key: string, splitting: Splitting): readonly UnitValue[] {
  return counting(unit, group, key).flatMap((entry) => wordsOf(entry, splitting));
}

/** The words of the last one alone: `Exec=`. */
export function lastWords(unit: UnitFile, group: string, key: string): readonly UnitValue[] | undefined {
  const entry = entriesOf(unit, group).findLast((candidate) => candidate.key === key);
  return entry && wordsOf(entry, "exec");
}

/** `1`, `yes`, `true` and `on` in any case; anything else is false. */
export function lastBoolean(unit: UnitFile, group: string, key: string): (UnitValue & { on: boolean }) | undefined {
  const lastText = lastValue(unit, group, key);
  return lastText && { ...lastText, on: /^(?:1|yes|true|on)$/i.test(lastText.value) };
}

export function entriesOf(unit: UnitFile, group: string): readonly UnitEntry[] {
  return unit.groups.get(group)?.entries ?? [];
}

function counting(unit: UnitFile, group: string, key: string): readonly UnitEntry[] {
  const entries = entriesOf(unit, group).filter((entry) => entry.key === key);
  return entries.slice(entries.findLastIndex(({ value }) => value.text === "") + 1);
}

function wordsOf(entry: UnitEntry, splitting: Splitting): UnitValue[] {
  return unitWords(entry.value, splitting).map((word) => ({ ...word, file: entry.file, entry }));
}

function whole(entry: UnitEntry, value: JoinedText): UnitValue {
  // The span of an empty value is right after the `=`.
  const span =
    value.text === "" ? { start: entry.span.end, end: entry.span.end } : sourceSpan(value, 0, value.text.length);
  return { value: value.text, file: entry.file, span, entry };
}

function unquoted(value: JoinedText): JoinedText {
  const text = value.text.trimEnd();
  const quoted = text.length >= 2 && text.startsWith('"') && text.endsWith('"');
  return quoted ? sliceJoined(value, 1, text.length - 1) : sliceJoined(value, 0, text.length);
}
