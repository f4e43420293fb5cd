import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { programOf } from "../../facts/dockerfile/runs.ts";

/** A command of a line, to a reader that goes by blanks, quotes and operators and sees through nothing. */
export interface LineCommand {
  readonly words: readonly string[];
  readonly piped: boolean;
}

/** The strings of an exec form joined with blanks are one line of shell to tools that know no exec form: `sh -c a && b` is `sh -c a` and `b`. */
export function lineCommands(strings: readonly string[]): readonly LineCommand[] {
  const tokens = strings.join(" ").match(/&&|\|\||[;|&]|(?:"[^"]*"|'[^']*'|[^\s;|&"'])+/g) ?? [];
  const commands: LineCommand[] = [];
  let words: string[] = [];
  let piped = false;
  for (const token of [...tokens, ";"]) {
    if (!/^(&&|\|\||[;|&])$/.test(token)) {
      words.push(token.replace(/^(["'])(.*)\1$/s, "$2"));
      continue;
    }
    if (words.length > 0) commands.push({ words, piped });
    piped = token === "|";
    words = [];
  }
  return commands;
}

/** One of them is this command, with its program first and by its bare name. */
export function hasCommand(line: readonly LineCommand[], command: ShellCommand): boolean {
  const texts = command.words.map(({ text }) => text);
  if (texts[0] !== programOf(command)) return false;
  return line.some(({ words }) => words.length === texts.length && words.every((word, at) => word === texts[at]));
}
