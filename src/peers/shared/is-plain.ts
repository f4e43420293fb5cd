import type { DockerfileFact, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { prefixOf, programOf } from "../../facts/dockerfile/runs.ts";

/** Whether a linter that goes by the command's first word sees this program: no sudo or env before it, no path. */
export function isPlain({ text }: DockerfileFact, command: ShellCommand): boolean {
  return (
    command.words[0]?.text === programOf(command) && !/\b(sudo|env|nice|nohup|time)\s/.test(prefixOf(text, command))
  );
}
