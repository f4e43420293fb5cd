import type { ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { shellSpan } from "../../../facts/dockerfile/exec-form.ts";
import type { RunBody } from "../../../facts/dockerfile/run-commands.ts";

/** Ends of branches and groups, whose status is that of their last command. */
const closes = /^[\s\\;]*(?:elif|else|fi|esac|;;|\)|\})/;
const errexit = /^(?:-[a-zA-Z]*e|errexit$)/;

/** Maximum number of following commands to check. */
const longest = 300;

/** Index of the next command outside this one's words; the number of commands where there is none. */
export function nextOf(commands: readonly ShellCommand[], index: number): number {
  const end = commands[index]?.span.end ?? 0;
  let next = index + 1;
  while ((commands[next]?.span.start ?? end) < end) next++;
  return next;
}

/** `set -e` in front of a command, or the shell has the option. */
export function stopsAtFailure({ instruction, commands }: RunBody, at: ShellCommand): boolean {
  return (
    instruction.shell?.some((word) => errexit.test(word)) === true ||
    commands.some(
      ({ name, words, topLevel, span }) =>
        name === "set" && topLevel && span.end < at.span.start && words.some(({ text }) => errexit.test(text)),
    )
  );
}

/**
 * Whether the RUN fails if this command does: all following commands need it, or `set -e` is on. False if uncertain.
 */
export function decidesRun(body: RunBody, index: number, text: string): boolean {
  const { instruction, commands } = body;
  const command = commands[index];
  if (command === undefined) return false;
  // Its status is that of a word, if anything's: `echo $(a | b)`.
  if (commands.some(({ span }) => span.start < command.span.start && span.end > command.span.end)) return false;
  const end = instruction.heredocs.length > 0 ? instruction.span.end : shellSpan(instruction).end;
  const stops = (at: ShellCommand, next: ShellCommand): boolean =>
    next.after === ";" && at === command && stopsAtFailure(body, command);
  for (let at = index; at <= index + longest;) {
    const current = commands[at] ?? command;
    const nextIndex = nextOf(commands, at);
    const next = commands[nextIndex];
    const gap = text.slice(current.span.end, next?.span.start ?? end);
    const inList = next?.after === "&&" || (next?.after === "|" && at !== index && current.topLevel && next.topLevel);
    // In a loop the last round alone counts.
    if (/\bdone\b/.test(gap)) return false;
    if (inList) at = nextIndex;
    else if (current.topLevel) return next === undefined ? !/[&|]/.test(gap) : stops(current, next);
    else {
      const outer = commands.findIndex(({ topLevel, span }) => topLevel && span.start >= current.span.end);
      const outerCommand = commands[outer];
      if (!closes.test(gap) || /\bdone\b/.test(text.slice(current.span.end, outerCommand?.span.start ?? end)))
        return false;
      if (outerCommand === undefined) return !/[&|]/.test(gap);
      if (outerCommand.after !== "&&") return stops(current, outerCommand);
      at = outer;
    }
  }
  return false;
}
