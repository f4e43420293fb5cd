/** Half-open range of a joined text. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

const blank = /[\t\n\f\r ]/;

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
  let from = -1;
  let quote = "";
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    if (quote === "" && blank.test(char)) {
      if (from !== -1) words.push({ start: from, end: at });
      from = -1;
      continue;
    }
    if (from === -1) from = at;
    if (char === escape && quote !== "'") at++;
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
  }
  if (from !== -1) words.push({ start: from, end });
  return words;
}
