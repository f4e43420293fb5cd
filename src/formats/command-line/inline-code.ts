import type { CodeRegion } from "./code-region.ts";
import { commandText } from "./command-text.ts";

/** Code spans of one paragraph: a run of backticks up to the next run of the same length (CommonMark 0.31, section 6.1). */
export function inlineCode(paragraph: string, start: number): CodeRegion[] {
  const runs = [...paragraph.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  // Next run of the same length, looked up from the back so that a text full of backticks costs no more than any other.
  const next: (number | undefined)[] = [];
  const latest = new Map<number, number>();
  for (let index = runs.length - 1; index >= 0; index--) {
    const { length } = runs[index] ?? { length: 0 };
    next[index] = latest.get(length);
    latest.set(length, index);
  }
  const regions: CodeRegion[] = [];
  for (let index = 0; index < runs.length; index++) {
    const opening = runs[index];
    const closing = runs[next[index] ?? -1];
    if (opening === undefined || closing === undefined) continue;
    const from = opening.at + opening.length;
    const code = paragraph.slice(from, closing.at).replace(/\r?\n/g, (end) => " ".repeat(end.length));
    regions.push({ start: start + from, source: commandText(code, ""), form: "inline", language: "" });
    index = next[index] ?? index;
  }
  return regions;
}
