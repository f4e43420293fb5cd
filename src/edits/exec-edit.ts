import type { ExecScript } from "../domain/dockerfile/syntax.ts";
import type { Edit } from "../domain/finding/fix.ts";

/** The parts of an exec form that an edit needs. */
interface ExecForm {
  readonly words: readonly { readonly span: Edit["span"] }[];
  readonly execScript?: ExecScript;
}

/** Words that are valid in JSON and in a shell alike. */
const plainWord = /^[\w./:=@%+,-]+$/;

/** Text with the same meaning to a shell within the quotes of `env -S`. */
const sameForEnv = /^[\w ./:=@%+,;&|*-]*$/;

/**
 * An edit of a command in the JSON of an exec form: text inserted into the script of a shell is escaped, text after a whole word or in its place
 * becomes strings. Undefined where the text does not show where an edit begins or ends, or what its words are.
 */
export function execEdit(edit: Edit, form: ExecForm, escape: "\\" | "`"): Edit | undefined {
  const { words, execScript } = form;
  if (execScript === undefined) return wordEdit(edit, words);
  if (execScript.inner === true && !sameForEnv.test(edit.text)) return undefined;
  return isCharacters(edit.span, execScript) ? { ...edit, text: escaped(edit.text, escape) } : undefined;
}

function wordEdit(edit: Edit, words: ExecForm["words"]): Edit | undefined {
  const { span, text } = edit;
  const added = text.split(" ").filter((word) => word !== "");
  if (!added.every((word) => plainWord.test(word))) return undefined;
  const strings = added.map((word) => JSON.stringify(word)).join(", ");
  if (span.start === span.end) {
    if (added.length === 0 || !words.some((word) => word.span.end === span.start)) return undefined;
    if (text.startsWith(" ")) return { ...edit, text: `, ${strings}` };
    // It becomes part of the word, in front of the closing quote.
    const inside = span.start - 1;
    return added.length === 1 ? { ...edit, span: { start: inside, end: inside }, text } : undefined;
  }
  const whole = words.some((word) => word.span.start === span.start && word.span.end === span.end);
  return whole && added.length > 0 && !/^\s|\s$/.test(text) ? { ...edit, text: strings } : undefined;
}

/** It is inside the script, and splits no escape and no line end. */
function isCharacters({ start, end }: Edit["span"], script: ExecScript): boolean {
  if (start < script.span.start || end > script.span.end) return false;
  return isBetween(start, script) && isBetween(end, script);
}

/** A place between two characters of the script. */
function isBetween(place: number, { span, pieces }: ExecScript): boolean {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.at ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low - 1];
  if (piece === undefined) return place === span.start;
  const { at, text, length } = piece;
  return length === undefined ? place <= at + text.length : place === at || place === at + length;
}

/** A line continued by the file's escape character is continued in JSON, too. */
function escaped(text: string, escape: "\\" | "`"): string {
  const continuation = escape === "`" ? /(`[ \t]*\r?\n)/ : /(\\[ \t]*\r?\n)/;
  return text
    .split(continuation)
    .map((part, index) => (index % 2 === 1 ? part : JSON.stringify(part).slice(1, -1)))
    .join("");
}
