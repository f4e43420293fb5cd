import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";

/** The words of a command after its name, options taken apart as in `-yq`. */
export function bareArguments(command: ShellCommand): readonly string[] {
  return command.words.slice(1).map(({ text }) => text);
}
