import type { Said } from "../../../domain/container-spec/said.ts";
import type { SpecEdits } from "../../../domain/container-spec/spec-change.ts";
import type { Span } from "../../../domain/finding/span.ts";
import type { UnitEntry, UnitFile } from "../../../formats/quadlet/unit-file.ts";
import { sourceSpan } from "../../../formats/shell/joined-text.ts";
import type { NotEdited } from "../../yaml/yaml-text.ts";

export type UnitMade = SpecEdits;
type Units = ReadonlyMap<string, UnitFile>;
type Texts = ReadonlyMap<string, string>;

/** A key and where it stands among those of its name in its file: `path` of a change is group, key and that number. */
interface Found {
  readonly entry: UnitEntry;
  readonly text: string;
  readonly path: readonly [group: string, key: string, index: number];
  /** Of its value. */
  readonly value: Span;
}

/** Keys whose value is words, of which each says something. */
const words: ReadonlySet<string> = new Set([
  "AddCapability",
  "DropCapability",
  "AddDevice",
  "Mask",
  "Unmask",
  "Sysctl",
]);

/** Takes away what is said: the whole line, or of several words on it one. */
export function removeSaid(units: Units, texts: Texts, said: Said<unknown>): UnitMade {
  const found = entryOf(units, texts, said);
  if ("refused" in found) return found;
  const { entry, text, value } = found;
  const part = partOf(found, said);
  if (part === undefined || (part.start <= value.start && part.end >= value.end)) {
    const start = text.lastIndexOf("\n", entry.span.start - 1) + 1;
    const next = text.indexOf("\n", entry.span.end);
    const edit = { file: entry.file, span: { start, end: next === -1 ? text.length : next + 1 }, text: "" };
    return { edits: [edit], data: [{ file: entry.file, document: 0, path: found.path, made: "gone" }] };
  }
  if (text[part.start - 1] === "," || text[part.end] === ",") return { refused: "it stands in a list with others" };
  const [ahead, rest] = [text.slice(value.start, part.start), text.slice(part.end, value.end)];
  const behind = rest.length - rest.trimStart().length;
  const before = behind > 0 ? 0 : ahead.length - ahead.trimEnd().length;
  return changed(found, { start: part.start - before, end: part.end + behind }, "");
}

/** Another value in place of what is said, or with `flag` another flag in place of the whole one. */
export function replaceSaid(units: Units, texts: Texts, said: Said<unknown>, by: string, flag?: string): UnitMade {
  const found = entryOf(units, texts, said);
  if ("refused" in found) return found;
  if (!isPlain(by)) return { refused: `${by} can't be written there without quotes` };
  const part = flag === undefined ? ("span" in said.at ? said.at.span : found.value) : partOf(found, said);
  if (part === undefined) return { refused: "it is no flag" };
  return changed(found, part, flag === undefined ? escaped(by) : `${flag}=${escaped(by)}`);
}

/** `Key=value` in a group: in place of a key that has one value, else behind the last key of the group. */
export function addEntry(unit: UnitFile, text: string, group: string, key: string, value: string): UnitMade {
  if (!isPlain(value)) return { refused: `${value} can't be written there without quotes` };
  const { file } = unit;
  const entries = (unit.groups.get(group)?.entries ?? []).filter((one) => one.file === file);
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

/** The same with a value of its own: what is said before is replaced. */
export function setEntry(units: Units, texts: Texts, unit: UnitFile, key: string, value: string): UnitMade {
  const all = [...units.values()].flatMap(({ groups }) => groups.get("Container")?.entries ?? []);
  const there = all.findLast((entry) => entry.key === key);
  const text = texts.get(unit.file) ?? "";
  if (there === undefined) return addEntry(unit, text, "Container", key, value);
  const span = valueSpan(there);
  return replaceSaid(units, texts, { value, at: { file: there.file, span }, pointer: `Container.${key}` }, value);
}

function changed({ entry, text, path, value }: Found, span: Span, by: string): UnitMade {
  const to = text.slice(value.start, span.start) + by + text.slice(span.end, value.end);
  return {
    edits: [{ file: entry.file, span, text: by }],
    data: [{ file: entry.file, document: 0, path, made: { to } }],
  };
}

function entryOf(units: Units, texts: Texts, { at }: Said<unknown>): Found | NotEdited {
  const unit = "span" in at ? units.get(at.file) : undefined;
  const text = "span" in at ? texts.get(at.file) : undefined;
  if (!("span" in at) || unit === undefined || text === undefined)
    return { refused: "it stands in no text that could be edited" };
  for (const { name, entries } of unit.groups.values()) {
    const entry = entries.find(({ span }) => span.start <= at.span.start && at.span.end <= span.end);
    if (entry === undefined) continue;
    if (text.slice(entry.span.start, entry.span.end).includes("\n")) return { refused: "it goes over several lines" };
    const same = entries.filter(({ key }) => key === entry.key);
    return { entry, text, path: [name, entry.key, same.indexOf(entry)], value: valueSpan(entry) };
  }
  return { refused: "it stands in no key of the unit" };
}

/** Of several words of a line the one that is meant; undefined where the line says one thing. */
function partOf({ entry }: Found, { at, whole }: Said<unknown>): Span | undefined {
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
