/** Characters of a quotation: a listener can't skim it. */
const mostQuoted = 200;

/** The beginning of a quotation, on one line. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= mostQuoted ? line : `${line.slice(0, mostQuoted).toWellFormed()}, and so on`;
}

/** A whole sentence. What begins with code or a name of something (`apt-get`, debian:13) keeps its spelling. */
export function sentenceOf(text: string): string {
  return ended(text.replace(/^\s*([a-z])(?=[a-z]*(?:[\s,;]|$))/, (letter) => letter.toUpperCase()));
}

/** On one line, with its end said; marks of code would be read out as words. */
export function ended(text: string): string {
  const line = text.replaceAll("`", "").replaceAll(/\s+/g, " ").trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
