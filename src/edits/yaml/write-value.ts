import type { WrittenValue } from "../../domain/container/data-change.ts";
import { writeText, type Quoting } from "./scalars.ts";

/** A text that is quoted although it need not be. */
export interface Style {
  readonly eol: string;
  /** Columns from a map to the map under it. */
  readonly step: number;
  readonly listIndent: number;
  readonly quoting: Quoting;
}

/** `key:` and its value as block lines, the first without its indentation. */
export function writeEntry(key: string, value: WrittenValue, indent: number, style: Style): string {
  const name = writeText(key, "plain");
  if (typeof value !== "object") return `${name}: ${writeScalar(value, style.quoting)}`;
  const line = (columns: number, text: string): string => `${style.eol}${" ".repeat(columns)}${text}`;
  if (Array.isArray(value)) {
    const items = value as readonly WrittenValue[];
    if (items.length === 0) return `${name}: []`;
    return `${name}:${items.map((item) => line(indent + style.listIndent, `- ${writeItem(item, indent + style.listIndent + 2, style)}`)).join("")}`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return `${name}: {}`;
  const inner = indent + style.step;
  return `${name}:${entries.map(([entryKey, entryValue]) => line(inner, writeEntry(entryKey, entryValue, inner, style))).join("")}`;
}

/** The text after a dash; `indent` is its column. */
export function writeItem(value: WrittenValue, indent: number, style: Style): string {
  if (typeof value !== "object") return writeScalar(value, style.quoting);
  if (Array.isArray(value)) return writeFlow(value);
  return Object.entries(value)
    .map(([key, entryValue]) => writeEntry(key, entryValue, indent, style))
    .join(`${style.eol}${" ".repeat(indent)}`);
}

/** On one line, with brackets. */
export function writeFlow(value: WrittenValue, quoting: Quoting = "plain"): string {
  if (typeof value !== "object") return writeScalar(value, quoting);
  if (Array.isArray(value)) return `[${value.map((item: WrittenValue) => writeFlow(item, quoting)).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, entryValue]) => `${writeText(key, "plain")}: ${writeFlow(entryValue as WrittenValue, quoting)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function writeScalar(value: string | number | boolean, quoting: Quoting): string {
  return typeof value === "string" ? writeText(value, quoting) : String(value);
}
