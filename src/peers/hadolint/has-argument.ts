import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { bareArguments } from "../shared/bare-arguments.ts";

/** The command is `program` with one of `words` among its arguments. */
export function hasArgument(command: ShellCommand, program: string, words: readonly string[]): boolean {
  return command.words[0]?.text === program && bareArguments(command).some((word) => words.includes(word));
}
