import type { Located } from "../../../domain/container/located.ts";
import type { SpecEdits } from "../../../domain/container/spec-change.ts";
import type { Span } from "../../../domain/finding/span.ts";
import type { UnitEntry, UnitFile } from "../../../formats/quadlet/unit-file.ts";
import { sourceSpan } from "../../../formats/shell/joined-text.ts";
import type { NotEdited } from "../../../edits/yaml/yaml-text.ts";

export type UnitMade = SpecEdits;
type Units = ReadonlyMap<string, UnitFile>;
type Texts = ReadonlyMap<string, string>;

/** A key and its position among those of its name in its file: `path` of a change is group, key and that position. */
interface EntryPlace {
  readonly entry: UnitEntry;
  readonly text: string;
  readonly path: readonly [group: string, key: string, index: number];
  /** Span of its value. */
  readonly value: Span;
}

/** Keys whose value is a list of separate words. */
const words: ReadonlySet<string> = new Set([
  "AddCapability",
  "DropCapability",
  "AddDevice",
  "Mask",
  "Unmask",
  "Sysctl",
]);

/** Removes a setting: the whole line, or one of several words on it. */
export function removeSaid(units: Units, texts: Texts, setting: Located<unknown>): UnitMade {
  const place = entryOf(units, texts, setting);
  if ("refused" in place) return place;
  const { entry, text, value } = place;
  const part = partOf(place, setting);
  if (part === undefined || (part.start <= value.start && part.end >= value.end)) {
    const start = text.lastIndexOf("\n", entry.span.start - 1) + 1;
    const next = text.indexOf("\n", entry.span.end);
    const edit = { file: entry.file, span: { start, end: next === -1 ? text.length : next + 1 }, text: "" };
    return { edits: [edit], data: [{ file: entry.file, document: 0, path: place.path, made: "gone" }] };
  }
  if (text[part.start - 1] === "," || text[part.end] === ",") return { refused: "it stands in a list with others" };
  const [textBefore, textAfter] = [text.slice(value.start, part.start), text.slice(part.end, value.end)];
  const leadingBlanks = textAfter.length - textAfter.trimStart().length;
  const trailingBlanks = leadingBlanks > 0 ? 0 : textBefore.length - textBefore.trimEnd().length;
  return changed(place, { start: part.start - trailingBlanks, end: part.end + leadingBlanks }, "");
}

/** Replaces the value of a setting, or with `flag` the whole flag. */
export function replaceSaid(
  units: Units,
  texts: Texts,
  setting: Located<unknown>,
  by: string,
  flag?: string,
): UnitMade {
  const place = entryOf(units, texts, setting);
  if ("refused" in place) return place;
  if (!isPlain(by)) return { refused: `${by} can't be written there without quotes` };
  const part = flag === undefined ? ("span" in setting.at ? setting.at.span : place.value) : partOf(place, setting);
  if (part === undefined) return { refused: "it is no flag" };
  return changed(place, part, flag === undefined ? escaped(by) : `${flag}=${escaped(by)}`);
}

/** `Key=value` in a group: replaces a single-valued key, else follows the last key of the group. */
export function addEntry(unit: UnitFile, text: string, group: string, key: string, value: string): UnitMade {
  if (!isPlain(value)) return { refused: `${value} can't be written there without quotes` };
  const { file } = unit;
  const entries = (unit.groups.get(group)?.entries ?? []).filter((entry) => entry.file === file);
  const last = entries.at(-1);
  const anchor = last?.span ?? unit.groups.get(group)?.span;
  if (anchor === undefined) return { refused: `${file} has no [${group}]` };
  const feed = text.indexOf("\n", anchor.end);
  const end = feed === -1 ? text.length : text[feed - 1] === "\r" ? feed - 1 : feed;
  if (text.slice(anchor.start, end).trimEnd().endsWith("\\"))
    return { refused: "the line before it goes on, into the end of the file" };
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", anchor.start - 1) + 1, anchor.start))?.[0] ?? "";
  const equals = last === undefined ? "=" : (/^[ \t]*=[ \t]*/.exec(text.slice(last.keySpan.end))?.[0] ?? "=");
  const line = `${key}${equals}${escaped(value)}`;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const edit = { file, span: { start: end, end }, text: `${eol}${indent}${line}`, slot: line };
  return { edits: [edit], data: [{ file, document: 0, path: [group, key], made: { appended: escaped(value) } }] };
}

/** Sets a key with a single value: an existing one is replaced. */
export function setEntry(units: Units, texts: Texts, unit: UnitFile, key: string, value: string): UnitMade {
  const entries = [...units.values()].flatMap(({ groups }) => groups.get("Container")?.entries ?? []);
  const lastEntry = entries.findLast((entry) => entry.key === key);
  const text = texts.get(unit.file) ?? "";
  if (lastEntry === undefined) return addEntry(unit, text, "Container", key, value);
  const span = valueSpan(lastEntry);
  return replaceSaid(units, texts, { value, at: { file: lastEntry.file, span }, pointer: `Container.${key}` }, value);
}

function changed({ entry, text, path, value }: EntryPlace, span: Span, by: string): UnitMade {
  const to = text.slice(value.start, span.start) + by + text.slice(span.end, value.end);
  return {
    edits: [{ file: entry.file, span, text: by }],
    data: [{ file: entry.file, document: 0, path, made: { to } }],
  };
}

function entryOf(units: Units, texts: Texts, { at }: Located<unknown>): EntryPlace | NotEdited {
  const unit = "span" in at ? units.get(at.file) : undefined;
  const text = "span" in at ? texts.get(at.file) : undefined;
  if (!("span" in at) || unit === undefined || text === undefined)
    return { refused: "it stands in no text that could be edited" };
  for (const { name, entries } of unit.groups.values()) {
    const entry = entries.find(({ span }) => span.start <= at.span.start && at.span.end <= span.end);
    if (entry === undefined) continue;
    if (text.slice(entry.span.start, entry.span.end).includes("\n")) return { refused: "it goes over several lines" };
    const entriesOfKey = entries.filter(({ key }) => key === entry.key);
    return { entry, text, path: [name, entry.key, entriesOfKey.indexOf(entry)], value: valueSpan(entry) };
  }
  return { refused: "it stands in no key of the unit" };
}

/** The word of a setting on a line with several; undefined where the line has one value. */
function partOf({ entry }: EntryPlace, { at, whole }: Located<unknown>): Span | undefined {
  if (entry.key === "PodmanArgs") return (whole ?? ("span" in at ? at : undefined))?.span;
  return words.has(entry.key) && "span" in at ? at.span : undefined;
}

function valueSpan({ value, span }: UnitEntry): Span {
  return value.text === "" ? { start: span.end, end: span.end } : sourceSpan(value, 0, value.text.length);
}

function isPlain(value: string): boolean {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(value);
}

/** systemd reads `%` as the start of a specifier. */
function escaped(value: string): string {
  return value.replaceAll("%", "%%");
}
