import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";

// KICS takes what BuildKit's parser calls the values of a RUN: of a heredoc that is `<<EOF`, and its lines are nowhere.

/** All of it as one text, the strings of an exec form joined with blanks. */
export function textRead(dockerfile: DockerfileFact, instruction: Instruction): string {
  return bodyLine(dockerfile, instruction);
}

/** The strings of an exec form, or the one of a shell form. */
export function valuesRead(dockerfile: DockerfileFact, instruction: Instruction): readonly string[] {
  return instruction.json ?? [bodyLine(dockerfile, instruction)];
}
