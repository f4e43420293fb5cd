import { displayWidth } from "./display-width.ts";
import { pageOf, wrap } from "./page.ts";

/** Indented code, and table rows. */
const asItIs = /^(?: {4}|\|)/;

/** Wraps sentences; code and tables stay unchanged. */
export function proseLines(text: string, columns: number): string {
  const { width } = pageOf({ colour: false, width: columns });
  return text
    .split("\n")
    .flatMap((line) => (asItIs.test(line) || displayWidth(line) <= width ? [line] : wrap(line, width)))
    .join("\n");
}
