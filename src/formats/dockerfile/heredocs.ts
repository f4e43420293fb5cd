import type { Span } from "../../domain/finding/span.ts";
import { expandWord } from "./expansion.ts";
import { physicalLine } from "./logical-lines.ts";
import { splitQuoted } from "./words.ts";

export interface Heredoc {
  readonly name: string;
  /** No part of the name is quoted: variables in the body are expanded first. */
  readonly expands: boolean;
  /** `<<-`: tabs at the beginning of its lines go. */
  readonly chomps: boolean;
  /** The lines between, with their line breaks. */
  readonly bodySpan: Span;
  /** End of the closing line, without its line break, and where the next line begins. */
  readonly end: number;
  readonly next: number;
}

type Opening = Pick<Heredoc, "name" | "expands" | "chomps">;

/**
 * The heredocs that a logical line opens and their bodies, which begin at `start`. A word counts when it is
 * `[digits]<<[-]NAME` (BuildKit, `ParseHeredoc`), so `"<<A"`, `$((1<<2))` and `<<<x` do not; a line that BuildKit cannot split
 * into words opens none. The first heredoc that never closes is reported by its name. `budget` bounds, over a whole file, how often
 * the end of a doubtful one is looked for in vain.
 */
export function readHeredocs(
  line: string,
  text: string,
  start: number,
  budget = { searches: 50 },
): readonly Heredoc[] | { unterminated: string } {
  if (!line.includes("<<") || expandWord(line, { escape: "\\", keepsUnset: true }).problem !== undefined) return [];
  const heredocs: Heredoc[] = [];
  let from = start;
  const slices = splitQuoted(line, { start: 0, end: line.length });
  for (const [index, slice] of slices.entries()) {
    const word = line.slice(slice.start, slice.end);
    const opening = openingOf(word);
    if (opening !== undefined) {
      const heredoc = findEnd(text, from, opening);
      if (heredoc === undefined) return { unterminated: opening.name };
      heredocs.push(heredoc);
      from = heredoc.next;
      continue;
    }
    // BuildKit since 2025 accepts blanks before the name. Older versions do not, so this counts only when the heredoc closes.
    const nextSlice = slices[index + 1];
    if (nextSlice === undefined || !/^\d*<<-?$/.test(word) || budget.searches === 0) continue;
    const spacedOpening = openingOf(word + line.slice(nextSlice.start, nextSlice.end));
    if (spacedOpening === undefined) continue;
    const heredoc = findEnd(text, from, spacedOpening);
    if (heredoc === undefined) {
      budget.searches--;
      continue;
    }
    heredocs.push(heredoc);
    from = heredoc.next;
  }
  return heredocs;
}

/** Whether a source or destination of COPY is a heredoc. */
export function isHeredocWord(word: string): boolean {
  return word.includes("<<") && openingOf(word) !== undefined;
}

/** Whether a RUN is nothing but a heredoc, whose body is then run instead. */
export function isLoneHeredoc(body: string): boolean {
  return isHeredocWord(body.trim().replace(/^(\d*<<-?)\s+(?=\S)/, "$1"));
}

function openingOf(word: string): Opening | undefined {
  const [, dash, delimiter] = /^\d*<<(-?)([^<]+)$/s.exec(word) ?? [];
  if (delimiter === undefined || expandWord(delimiter, { escape: "\\", keepsUnset: true }).problem !== undefined)
    return undefined;
  const name = delimiter.replace(/\\(.)|["']/gs, "$1");
  const [, secondWord] = splitQuoted(delimiter, { start: 0, end: delimiter.length });
  if (name.trim() === "" || secondWord !== undefined) return undefined;
  return { name, expands: !/["']/.test(delimiter), chomps: dash === "-" };
}

function findEnd(text: string, start: number, opening: Opening): Heredoc | undefined {
  for (let at = start; at < text.length;) {
    const line = physicalLine(text, at);
    const content = text.slice(line.start, line.end);
    if ((opening.chomps ? content.replace(/^\t+/, "") : content) === opening.name) {
      return { ...opening, bodySpan: { start, end: line.start }, end: line.end, next: line.next };
    }
    at = line.next;
  }
  return undefined;
}
