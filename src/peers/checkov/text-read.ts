import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { bodyLine, writtenText } from "../../facts/dockerfile/body-text.ts";

/**
 * What checkov makes of a RUN: the text behind the keyword, an exec form as it stands. Of heredocs it knows `RUN <<EOF`, letter for
 * letter, and joins its lines with `&&` (`convert_multiline_commands`, 2024).
 */
export function textRead(dockerfile: DockerfileFact, instruction: Instruction): string {
  const { heredocs, args, flags } = instruction;
  const understood = heredocs.length === 0 || (flags.length === 0 && args.startsWith("<<EOF"));
  return understood ? writtenText(dockerfile, instruction) : bodyLine(dockerfile, instruction);
}
