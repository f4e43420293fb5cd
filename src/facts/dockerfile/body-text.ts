import { oncePer } from "../../text/once-per.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import { joinedText, type ArgsSource } from "./joined-text.ts";

// Texts of a RUN after its keyword and flags. They differ only in the treatment of heredocs.

/**
 * On one line as Docker passes it on; the lines of a heredoc are commands, joined with `&&`. Of an exec form, the text that its shell reads, or its strings
 * joined with blanks.
 */
export function bodyText(dockerfile: Source, instruction: Instruction): string {
  return instruction.execScript?.text ?? instruction.json?.join(" ") ?? withHeredoc(instruction, dockerfile);
}

/** As it is written, an exec form with its brackets and quotes. */
export function writtenText(dockerfile: Source, instruction: Instruction): string {
  return withHeredoc(instruction, dockerfile);
}

/** To a reader who knows no heredocs: of one only `<<EOF` is there. The strings of an exec form are joined with blanks. */
export function bodyLine(dockerfile: Source, instruction: Instruction): string {
  return instruction.json?.join(" ") ?? withoutHeredoc(instruction, dockerfile);
}

type Source = Pick<DockerfileFact, keyof ArgsSource>;

const withoutHeredoc = oncePer(({ argsSpan }: Instruction, source: Source) => joinedText(source, argsSpan));

const withHeredoc = oncePer((instruction: Instruction, source: Source) => {
  const [heredoc] = instruction.heredocs;
  if (heredoc === undefined) return withoutHeredoc(instruction, source);
  const { start, end } = heredoc.bodySpan;
  const lines = source.text.slice(start, end).split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" && ");
});
