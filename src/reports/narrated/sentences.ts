/** Maximum characters of a quotation: a listener cannot skim it. */
const mostQuoted = 200;

/** The start of a quotation, on one line. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= mostQuoted ? line : `${line.slice(0, mostQuoted).toWellFormed()}, and so on`;
}

/** A whole sentence. A first word that is code or a name (`apt-get`, debian:13) keeps its spelling. */
export function sentenceOf(text: string): string {
  return ended(text.replace(/^\s*([a-z])(?=[a-z]*(?:[\s,;]|$))/, (letter) => letter.toUpperCase()));
}

/** A quotation on one line, with its end announced; a screen reader would read backticks as words. */
export function ended(text: string): string {
  const line = text.replaceAll("`", "").replaceAll(/\s+/g, " ").trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
