import { blank, linesFed, type CodeRegion } from "./code-region.ts";
import { joinable } from "./command-text.ts";

/** A value that may be a command: `RUN := docker run ...`. */
const assignment = /^[ ]*(?:(?:export|override)[ ]+)*[\w.-]+[ \t]*(?:\?|\+|:{1,3}|!)?=[ \t]*/;
/** `target: prerequisites ; command` (GNU make, "Rule Syntax"). */
const behindRule = /^[^\t#=;:][^#=;:]*:[^#=;]*;[ \t]*/;

/**
 * Recipe lines of a makefile, each in the separate shell that make starts for it, and values that look like commands (GNU make, "Recipe Syntax").
 * The marks `@`, `-` and `+` are blanked. `$(NAME)` and `$$NAME` stay as they are: to the reader of commands both are variables.
 */
export function makeCode(text: string): CodeRegion[] {
  const regions: CodeRegion[] = [];
  for (const { start, line } of logicalLines(text)) {
    // Between `ifdef` and `endif` people indent assignments with tabs, too.
    const mark =
      /^\t[ \t]*(?:[\w.-]+[ \t]+[?+:!]?=[ \t]*)?[@+-]*[ \t]*/.exec(line)?.[0] ??
      (assignment.exec(line) ?? behindRule.exec(line))?.[0];
    if (mark === undefined) continue;
    const marks = /^[@+ -]*/.exec(line.slice(mark.length))?.[0] ?? "";
    const lead = mark.length + (mark.startsWith("\t") ? 0 : marks.length);
    regions.push({
      start,
      source: blank(line.slice(0, lead)) + readable(joinable(linesFed(line.slice(lead)))),
      form: "script",
      language: "make",
    });
  }
  return regions;
}

/** `$$(pwd)` is the shell's substitution, and `$(shell docker run ...)` make's. */
function readable(line: string): string {
  return line.replace(/\$\$\(/g, "_$(").replace(/\$\(shell(?=[ \t])/g, "$(     ");
}

/** Lines with those that they go on in. */
function* logicalLines(text: string): Generator<{ readonly start: number; readonly line: string }> {
  let start = 0;
  for (const lineBreak of text.matchAll(/\r?\n/g)) {
    if (text[lineBreak.index - 1] === "\\") continue;
    yield { start, line: text.slice(start, lineBreak.index) };
    start = lineBreak.index + lineBreak[0].length;
  }
  if (start < text.length) yield { start, line: text.slice(start) };
}
