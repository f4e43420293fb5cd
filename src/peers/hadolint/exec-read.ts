import type { DockerfileFact, Instruction, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { flatCommand, type FlatCommand } from "../../facts/dockerfile/flat-command.ts";
import { runBody } from "../../facts/dockerfile/run-commands.ts";
import { oncePer } from "../../text/once-per.ts";
import { isPlain } from "../shared/is-plain.ts";
import { hasCommand, lineCommands, type LineCommand } from "../shared/line-commands.ts";

/**
 * What hadolint makes of an exec form: its strings joined with blanks are a line of shell, and of escapes it knows `\"` alone (language-docker, `argumentsExec`,
 * read in 2026). Under another escape character a backslash is no escape to it.
 */
const execRead = oncePer((instruction: Instruction, { escape }: DockerfileFact): readonly LineCommand[] => {
  const { words, args } = instruction;
  if (escape === "`" && args.includes("\\")) return [];
  return lineCommands(words.map(({ text }) => text.slice(1, -1).replaceAll('\\"', '"')));
});

/** It sees this very command, with no launcher before it. */
export function seesPlain(dockerfile: DockerfileFact, instruction: Instruction, command: ShellCommand): boolean {
  if (instruction.json === undefined) return isPlain(dockerfile, command);
  return hasCommand(execRead(instruction, dockerfile), command);
}

/** Those of a RUN that it sees so. */
export function plainCommands(dockerfile: DockerfileFact, instruction: Instruction): readonly ShellCommand[] {
  return (instruction.commands ?? []).filter((command) => seesPlain(dockerfile, instruction, command));
}

/** The command as it reads it. */
export function flatRead(
  dockerfile: DockerfileFact,
  instruction: Instruction,
  command: ShellCommand,
): FlatCommand | undefined {
  if (instruction.json === undefined) return flatCommand(dockerfile, command);
  const [program, ...args] = command.words;
  if (program === undefined || !hasCommand(execRead(instruction, dockerfile), command)) return undefined;
  return { name: program.text, args };
}

/** A command as it is written. */
interface WrittenRead {
  readonly program: string;
  readonly args: readonly string[];
  readonly piped: boolean;
  /** Where it stands; of an exec form it is one with the others. */
  readonly start?: number;
}

export function writtenRead(dockerfile: DockerfileFact, instruction: Instruction): readonly WrittenRead[] {
  if (instruction.json !== undefined)
    return execRead(instruction, dockerfile).map(({ words: [program = "", ...args], piped }) => ({
      program,
      args,
      piped,
    }));
  const commands = runBody(dockerfile, instruction)?.written ?? [];
  return commands.map(({ program, args, piped, span }) => ({ program, args, piped, start: span.start }));
}
