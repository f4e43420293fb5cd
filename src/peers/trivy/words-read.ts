import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { lineCommands } from "../shared/line-commands.ts";

/** The commands of a RUN as words, a script in quotes being one of them; of an exec form, those of its strings joined with blanks (trivy-checks, `concat(" ", run.Value)`, read in 2026). */
export function wordsRead({ json, commands = [] }: Instruction): readonly (readonly string[])[] {
  if (json !== undefined) return lineCommands(json).map(({ words }) => words);
  return commands.filter(({ inScript }) => inScript !== true).map(({ words }) => words.map(({ text }) => text));
}
