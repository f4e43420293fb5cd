import type { Edit } from "../domain/finding/fix.ts";
import {
  bodyEnd,
  continuationStyle,
  firstFlow,
  lineEnd,
  lineStart,
  nextLine,
  secondFlow,
  tailOf,
  type EditSource,
  type RunText,
} from "./run-text.ts";
import type { Span } from "../domain/finding/span.ts";

/** A RUN on one line stays on it up to this many columns. */
const widest = 100;

export function replace(source: { readonly file: string }, span: Span, text: string): Edit {
  return { file: source.file, span, text };
}

/** New lines (without a line break at their end) below the last line of `instruction`. */
export function insertAfter(source: EditSource, instruction: { readonly span: Span }, lines: string): Edit {
  const { file, text, eol, escape } = source;
  const end = lineEnd(text, instruction.span.end);
  // A dangling continuation would swallow the new lines.
  if (
    /(^|[^\\`])[\\`]$/.test(text.slice(instruction.span.start, instruction.span.end)) &&
    text[instruction.span.end - 1] === escape
  ) {
    return { file, span: { start: instruction.span.end - 1, end }, text: `${eol}${lines}` };
  }
  const next = text.indexOf("\n", end);
  if (next === -1) return { file, span: { start: text.length, end: text.length }, text: `${eol}${lines}` };
  return { file, span: { start: next + 1, end: next + 1 }, text: `${lines}${eol}` };
}

/** New lines (without a line break at their end) above the first line of `instruction`; comments above it stay above them. */
export function insertBefore(source: EditSource, instruction: { readonly span: Span }, lines: string): Edit {
  const at = lineStart(source.text, instruction.span.start);
  return { file: source.file, span: { start: at, end: at }, text: `${lines}${source.eol}` };
}

/**
 * Removes the instruction's lines. Comments inside it and above it stay, and of two blank lines that would meet, one goes.
 */
export function removeInstruction(
  source: EditSource,
  instruction: { readonly span: Span; readonly comments: readonly Span[] },
): Edit {
  const { file, text, eol } = source;
  const { span, comments } = instruction;
  const start = lineStart(text, span.start);
  const end = nextLine(text, span.end);
  const commentLines = comments
    .filter((comment) => comment.start > span.start)
    .map((comment) => `${text.slice(lineStart(text, comment.start), comment.end)}${eol}`)
    .join("");
  const blankAbove = start > 0 && text.slice(lineStart(text, start - 1), start).trim() === "";
  const below = text.slice(end, nextLine(text, end));
  const blankBelow = below !== "" && below.trim() === "";
  return {
    file,
    span: { start, end: commentLines === "" && blankAbove && blankBelow ? end + below.length : end },
    text: commentLines,
  };
}

/**
 * Appends `command` to a RUN in shell form, or to the script of one in exec form, so that it runs only after the whole command succeeded, in the file's own continuation
 * style. Undefined where that is uncertain: heredoc, ONBUILD, a body that does not parse, that
 * ends in a comment or `&`, or never reaches its end (`exit`, `exec`).
 */
export function appendCommand(source: EditSource, run: RunText, command: string): Edit | undefined {
  const tail = tailOf(source, run);
  if (tail === undefined) return undefined;
  const { file, text, eol, escape } = source;
  const span = { start: tail.end, end: bodyEnd(run) };
  const style = continuationStyle(text, run);
  const column = tail.end - lineStart(text, tail.end);
  const inline = `${tail.operator === ";" ? "" : " "}${tail.operator} ${command}`;
  // A JSON string that is on one line stays there.
  const string = run.execScript && text.slice(run.execScript.span.start, run.execScript.span.end);
  const stays = string?.includes("\n") === false;
  if (stays || (style === undefined && column + inline.length <= widest)) return { file, span, text: inline };
  const { leading, indent } = style ?? { leading: false, indent: "    " };
  if (tail.operator === ";") return { file, span, text: `; ${escape}${eol}${indent}${command}` };
  const joint = leading ? ` ${escape}${eol}${indent}&& ` : ` && ${escape}${eol}${indent}`;
  return { file, span, text: `${joint}${command}` };
}

/**
 * Appends the body of `second` to that of `first` with `&&`; comments between the two stay where they are, inside the
 * joined RUN. A first body that changes its shell (`cd`, `export`, ...) gets a subshell, a second one in which `||` or `;`
 * would hide that the first failed gets a group. Undefined where the behavior could change: anything but
 * comments between them, other flags, exec form, heredoc, ONBUILD, background jobs, `set`, `trap` or `exec` in the first.
 */
export function joinRuns(source: EditSource, first: RunText, second: RunText): readonly [Edit, ...Edit[]] | undefined {
  const { file, text, escape } = source;
  if (first.json !== undefined || second.json !== undefined) return undefined;
  const tail = tailOf(source, first);
  const flow = firstFlow(source, first);
  const wrap = secondFlow(second);
  if (tail === undefined || flow === undefined || wrap === undefined || flags(first) !== flags(second))
    return undefined;
  const secondTail = wrap === "group" ? tailOf(source, second) : undefined;
  if (wrap === "group" && secondTail === undefined) return undefined;

  const secondLine = lineStart(text, second.span.start);
  const head = { start: secondLine, end: second.argsSpan.start };
  if (second.comments.some(({ start }) => start > head.start && start < head.end)) return undefined;
  const firstEnd = lineEnd(text, first.argsSpan.end);
  if (text.slice(first.argsSpan.end, firstEnd).trim() !== "") return undefined;
  const blanks = blankLinesBetween(text, nextLine(text, firstEnd), secondLine);
  if (blanks === undefined) return undefined;

  const { leading, indent } = continuationStyle(text, first) ??
    continuationStyle(text, second) ?? { leading: false, indent: "    " };
  const close = flow === "subshell" ? " )" : "";
  const [open, end] = wrap === "group" ? ["{ ", "; }"] : ["", ""];
  const joint: Edit = {
    file,
    span: { start: tail.end, end: firstEnd },
    text: `${close}${leading ? "" : " &&"} ${escape}`,
  };
  const furtherEdits: Edit[] = [
    ...blanks.map((span) => ({ file, span, text: "" })),
    { file, span: head, text: `${indent}${leading ? "&& " : ""}${open}` },
  ];
  if (secondTail !== undefined)
    furtherEdits.push({ file, span: { start: secondTail.end, end: second.argsSpan.end }, text: end });
  if (flow === "plain") return [joint, ...furtherEdits];
  return [
    { file, span: { start: first.argsSpan.start, end: first.argsSpan.start }, text: "( " },
    joint,
    ...furtherEdits,
  ];
}

function flags(run: RunText): string {
  return run.flags
    .map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))
    .toSorted()
    .join("\n");
}

/** Blank lines of a range that holds nothing but blank and comment lines; undefined when it holds more. */
function blankLinesBetween(text: string, start: number, end: number): Span[] | undefined {
  const blanks: Span[] = [];
  for (let at = start; at < end; at = nextLine(text, at)) {
    const line = text.slice(at, nextLine(text, at)).trim();
    if (line === "") blanks.push({ start: at, end: nextLine(text, at) });
    else if (!line.startsWith("#")) return undefined;
  }
  return blanks;
}
