/** Half-open range of a joined text. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** BuildKit's word separator outside quotes (`reWhitespace`). LF never occurs inside a logical line. */
export const blank = /[\t\n\v\f\r ]/;

/** Go's `unicode.IsSpace`; JavaScript's `\s` knows U+FEFF but not U+0085. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** `[start, end)` without the blanks at both ends; an empty slice is where the text would begin. */
export function trimSlice(text: string, start: number, end = text.length): Slice {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

/** Words as COPY, ADD, FROM, EXPOSE see them: blanks separate, quotes mean nothing. */
export function splitBlanks(text: string, { start, end }: Slice): Slice[] {
  const words: Slice[] = [];
  let from = -1;
  for (let at = start; at <= end; at++) {
    const inside = at < end && !blank.test(text.charAt(at));
    if (inside && from === -1) from = at;
    if (!inside && from !== -1) {
      words.push({ start: from, end: at });
      from = -1;
    }
  }
  return words;
}

/** Words as ENV, LABEL and flags see them: a quoted or escaped blank does not separate. */
export function splitQuoted(text: string, { start, end }: Slice, escape = "\\"): Slice[] {
  const words: Slice[] = [];
  for (let word = nextQuoted(text, start, end, escape); word !== undefined;) {
    words.push(word);
    word = nextQuoted(text, word.end, end, escape);
  }
  return words;
}

/** The first such word in `[start, end)`. */
export function nextQuoted(text: string, start: number, end: number, escape: string): Slice | undefined {
  let from = start;
  while (from < end && isSpace(text.charCodeAt(from))) from++;
  if (from === end) return undefined;
  let quote = "";
  let at = from;
  for (; at < end; at++) {
    const char = text.charAt(at);
    if (quote === "" && isSpace(char.charCodeAt(0))) break;
    if (char === escape && quote !== "'") at++;
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
  }
  return { start: from, end: Math.min(at, end) };
}
