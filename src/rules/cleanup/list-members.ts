import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import type { Run } from "../../facts/dockerfile/runs.ts";
import { shellSpan } from "../../facts/dockerfile/exec-form.ts";
import { readRange } from "../../formats/shell/exec-script.ts";
import { isPlainList } from "../../facts/dockerfile/runs.ts";

/**
 * Removes one command of a plain `a && b && c`, with its `&&`. Undefined if it is the only one, if the list has another
 * form, or if anything but blanks, `&&` and a continuation is next to it (a comment, a redirection).
 */
export function removeMember(dockerfile: DockerfileFact, run: Run, command: ShellCommand): Edit | undefined {
  if (!isPlainList(run) || run.commands.length < 2) return undefined;
  const at = run.commands.indexOf(command);
  const next = run.commands[at + 1];
  const previous = run.commands[at - 1];
  const { file, text, escape } = dockerfile;
  const tie = (from: number, to: number): boolean =>
    new RegExp(
      `^[ \\t]*(${escape === "`" ? "`" : "\\\\"}[ \\t]*\\r?\\n[ \\t]*)*&&[ \\t]*(${escape === "`" ? "`" : "\\\\"}[ \\t]*\\r?\\n[ \\t]*)*$`,
    ).test(readRange(text, run.execScript, { start: from, end: to }));
  if (next !== undefined) {
    const span = { start: command.span.start, end: next.span.start };
    return tie(command.span.end, next.span.start) ? { file, span, text: "" } : undefined;
  }
  if (
    previous === undefined ||
    readRange(text, run.execScript, { start: command.span.end, end: shellSpan(run).end }).trim() !== ""
  )
    return undefined;
  const span = { start: previous.span.end, end: command.span.end };
  return tie(previous.span.end, command.span.start) ? { file, span, text: "" } : undefined;
}
