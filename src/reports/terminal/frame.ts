import type { Location } from "../../domain/finding/finding.ts";
import type { TextLocation } from "../../domain/finding/span.ts";
import { withoutEnd } from "../../text/cut.ts";
import { countText } from "../content/units.ts";
import { displayWidth, lastColumns } from "./display-width.ts";
import { fit, padStart, type Page } from "./page.ts";

/** Lines of a text that starts at `location`. */
export interface Source {
  readonly location: TextLocation;
  readonly text: string;
}

/** Enough to recognize the place; the other formats have the rest. */
const mostLines = 4;
const deepest = 24;
/** Escaped characters in a line shift the columns after them. */
const writtenOut = /\\(?:[nrt]|x[0-9a-f]{2}|u[0-9a-f{])/i;

/** Width of the largest line number of `sources`. */
export function gutterOf(sources: readonly Source[]): number {
  return Math.max(0, ...sources.map(({ location, text }) => `${location.startLine + linesOf(text).length - 1}`.length));
}

/**
 * The lines with their numbers, and carets below the part that `target` covers, by its width on a terminal. Of a long
 * instruction only the first line and those around the part.
 */
export function frame(source: Source, target: Location, { page, before, gutter }: FrameStyle): string[] {
  const { location, text } = source;
  if (text.trim() === "") return [];
  const lines = linesOf(text);
  // A first line that other lines follow keeps its indentation.
  const indent = lines.length > 1 && location.startColumn <= deepest ? " ".repeat(location.startColumn - 1) : "";
  const part = "file" in target && target.file === location.file ? target : undefined;
  const at = part === undefined ? 0 : Math.max(0, Math.min(part.startLine - location.startLine, lines.length - 1));
  const lineIndices = lineIndicesFor(lines.length, at);
  const bar = (number: string, line: string): string =>
    `${before}${page.paint("dim", `${padStart(number, gutter)} │`)}${line === "" ? "" : ` ${line}`}`;
  const room = page.width - displayWidth(before) - gutter - 3;
  const rows = lineIndices.flatMap((index, position) => {
    const line = `${index === 0 ? indent : ""}${lines[index] ?? ""}`;
    const gap = index - (lineIndices[position - 1] ?? -1) - 1;
    const place =
      index === at && part !== undefined
        ? placeIn(line, index === 0 && indent === "" ? location.startColumn : 1, part)
        : undefined;
    const { text: visibleText, carets } = place === undefined ? { text: line, carets: "" } : inSight(line, place, room);
    return [
      ...(gap > 0 ? [bar("⋮", "")] : []),
      bar(`${location.startLine + index}`, fit(visibleText, room)),
      ...(carets === "" ? [] : [bar("", page.paint("yellow", carets))]),
    ];
  });
  const hiddenCount = lines.length - 1 - (lineIndices.at(-1) ?? 0);
  return hiddenCount > 0 ? [...rows, bar("", page.paint("dim", `… ${countText(hiddenCount, "more line")}`))] : rows;
}

interface FrameStyle {
  readonly page: Page;
  /** Prefix of each line. */
  readonly before: string;
  readonly gutter: number;
}

function linesOf(text: string): string[] {
  return withoutEnd(text, "\n").split("\n");
}

/** Indices of the visible lines, in order. */
function lineIndicesFor(count: number, at: number): number[] {
  if (count <= mostLines || at < mostLines - 1)
    return Array.from({ length: Math.min(count, mostLines) }, (_, index) => index);
  return [0, at - 1, at, ...(at + 1 < count ? [at + 1] : [])];
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Offsets of the target in the line; undefined if it covers the whole line, or its columns are unknown. */
function placeIn(
  line: string,
  firstColumn: number,
  { startLine, startColumn, endLine, endColumn }: TextLocation,
): Place | undefined {
  const start = startColumn - firstColumn;
  const end = Math.min(endLine === startLine ? endColumn - firstColumn : line.length, line.length);
  if (start < 0 || end <= start || writtenOut.test(line)) return undefined;
  return line.slice(start, end).trim() === line.trim() ? undefined : { start, end };
}

/** The line with carets below the place; of a line that is too wide, the part around the place. */
function inSight(
  line: string,
  { start, end }: Place,
  room: number,
): { readonly text: string; readonly carets: string } {
  const prefix = line.slice(0, start);
  const targetWidth = Math.max(1, displayWidth(line.slice(start, end)));
  const columns = displayWidth(prefix);
  if (columns + targetWidth <= room) return { text: line, carets: " ".repeat(columns) + "^".repeat(targetWidth) };
  // The text before the place gets at most a third of the line.
  const visiblePrefix = lastColumns(prefix, Math.max(0, Math.min(Math.floor(room / 3), room - targetWidth - 2)));
  const lead = displayWidth(visiblePrefix) + 1;
  return {
    text: `…${visiblePrefix}${line.slice(start)}`,
    carets: " ".repeat(lead) + "^".repeat(Math.min(targetWidth, room - lead - 1)),
  };
}
