import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { flagText } from "../../facts/dockerfile/runs.ts";

/**
 * RUNs that could be one with the RUN before them: neighbours with equal flags, of which neither chains several
 * commands, since that looks like a choice. After a report the first of the row stays the one that the next is compared with.
 */
export function consecutiveRuns({ instructions }: DockerfileFact): ReadonlyMap<Instruction, Instruction> {
  const found = new Map<Instruction, Instruction>();
  let first: Instruction | undefined;
  let before: Instruction | undefined;
  for (const instruction of instructions) {
    if (instruction.keyword !== "RUN" || instruction.onbuild) {
      first = before = undefined;
      continue;
    }
    if (first === undefined || flagText(first) !== flagText(instruction) || isChain(first) || isChain(instruction)) {
      first = instruction;
    } else if (before !== undefined) found.set(instruction, before);
    before = instruction;
  }
  return found;
}

function isChain({ commands = [] }: Instruction): boolean {
  return commands.filter(({ name }) => name !== undefined && name !== "[[" && name !== "((").length > 1;
}
