import type { Snapshot } from "../../domain/report/report.ts";
import { comparison, type ComparisonRow } from "../content/comparison.ts";
import { cutToWidth, displayWidth } from "./display-width.ts";
import { fit, headline, padEnd, padStart, wrap, type Page } from "./page.ts";

const signs = {
  better: ["✔", "green"],
  worse: ["✖", "red"],
  same: ["·", "dim"],
  unknown: ["?", "yellow"],
} as const satisfies Record<ComparisonRow["change"], readonly [string, string]>;

const labelWidth = 28;
const deltaWidth = 8;

/** The before/after table. */
export function comparisonSection(before: Snapshot, after: Snapshot, page: Page): string[] {
  const { paint } = page;
  // Wider columns would separate the two values.
  const column = Math.min(30, Math.floor((page.width - labelWidth - deltaWidth - 4) / 2));
  const head = `${" ".repeat(labelWidth)}${padEnd(fit("before", column), column)}  ${padEnd("after", column)}`;
  return [
    ...headline(page, "Before and after"),
    paint("dim", head.trimEnd()),
    ...comparison(before, after).flatMap(({ title, rows }) => [
      paint("dim", title),
      ...rows.flatMap((row) => rowLines(row, column, page)),
    ]),
  ];
}

function rowLines(row: ComparisonRow, column: number, { paint }: Page): string[] {
  const [sign, colour] = signs[row.change];
  const left = cells(row.before, column);
  const right = cells(row.after, column);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const first = index === 0;
    const label = first ? `${paint(colour, sign)} ${padEnd(row.label, labelWidth - 2)}` : " ".repeat(labelWidth);
    const before = left[index] ?? "";
    const after = right[index] ?? "";
    if (after === "") return label + paint("dim", before);
    const afterText = paint(row.change === "same" ? "dim" : ["bold", colour], after);
    const start = `${label}${paint("dim", padEnd(before, column))}  ${afterText}`;
    if (!first || row.delta === "") return start;
    return start + paint("dim", padStart(row.delta, column - displayWidth(after) + deltaWidth));
  });
}

/** Wrapped at words, since a list of paths may be longer than its column. */
function cells(text: string, column: number): string[] {
  return wrap(text, column).flatMap((line) => cutToWidth(line, column));
}
