import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { flagText } from "../../facts/dockerfile/runs.ts";

/**
 * RUNs that could be joined with the previous RUN: neighbors with equal flags, neither of which chains several
 * commands, since that looks intentional. After a finding, the next RUN is compared with the first of the row.
 */
export function consecutiveRuns({ instructions }: DockerfileFact): ReadonlyMap<Instruction, Instruction> {
  const firstRuns = new Map<Instruction, Instruction>();
  let first: Instruction | undefined;
  let previousRun: Instruction | undefined;
  for (const instruction of instructions) {
    if (instruction.keyword !== "RUN" || instruction.onbuild) {
      first = previousRun = undefined;
      continue;
    }
    if (first === undefined || flagText(first) !== flagText(instruction) || isChain(first) || isChain(instruction)) {
      first = instruction;
    } else if (previousRun !== undefined) firstRuns.set(instruction, previousRun);
    previousRun = instruction;
  }
  return firstRuns;
}

function isChain({ commands = [] }: Instruction): boolean {
  return commands.filter(({ name }) => name !== undefined && name !== "[[" && name !== "((").length > 1;
}
