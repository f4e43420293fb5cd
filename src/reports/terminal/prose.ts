import { displayWidth } from "./display-width.ts";
import { pageOf, wrap } from "./page.ts";

/** Code by its indent, and rows of a table. */
const asItIs = /^(?: {4}|\|)/;

/** Sentences in lines that fit; code and tables stay as they are. */
export function proseLines(text: string, columns: number): string {
  const { width } = pageOf({ colour: false, width: columns });
  return text
    .split("\n")
    .flatMap((line) => (asItIs.test(line) || displayWidth(line) <= width ? [line] : wrap(line, width)))
    .join("\n");
}
