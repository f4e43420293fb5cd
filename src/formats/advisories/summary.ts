import { withoutEnd } from "../../text/cut.ts";

const maxLength = 200;

/** One line of at most about 200 characters, cut at the end of a word. Undefined when nothing is left. */
export function summaryOf(...texts: readonly unknown[]): string | undefined {
  for (const text of texts) {
    if (typeof text !== "string") continue;
    // The beginning is enough: descriptions run to many pages.
    const line = plain(text.slice(0, 4 * maxLength));
    if (line === "") continue;
    if (line.length <= maxLength) return line;
    const cut = line.slice(0, maxLength);
    const blank = cut.lastIndexOf(" ");
    return `${withoutEnd(blank > maxLength / 2 ? cut.slice(0, blank) : cut, " ,;:(").toWellFormed()} …`;
  }
  return undefined;
}

/** Without headings' and code's marks, and without control characters, which have no place on a terminal. */
function plain(text: string): string {
  return text
    .replace(/^#+ .*$/gm, (heading) => heading.replace(/^#+ /, ""))
    .replace(/[`*]{1,3}/g, "")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .toWellFormed();
}
