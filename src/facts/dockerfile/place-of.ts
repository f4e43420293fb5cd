import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";

/** The instruction around an offset of the text, and its stage; none before the first FROM. Undefined above all instructions. */
export function placeOf(
  { instructions, stages }: DockerfileFact,
  offset: number,
): { readonly instruction: Instruction; readonly stage: Stage | undefined } | undefined {
  const instruction = lastBefore(instructions, (candidate) => candidate.span.start, offset);
  return instruction && { instruction, stage: lastBefore(stages, ({ from }) => from.span.start, offset) };
}

/** The last of a sorted list that begins at the offset or before it. */
function lastBefore<T>(sorted: readonly T[], startOf: (one: T) => number, offset: number): T | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const candidate = sorted[middle];
    if (candidate !== undefined && startOf(candidate) <= offset) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}
