import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

export interface StageInstruction {
  readonly stage: Stage;
  readonly instruction: Instruction;
}

const none: readonly StageInstruction[] = [];

/** Instructions of one keyword in all stages, in order, ONBUILD triggers left out: most rules concern few lines of a file. */
export function ofKeyword(dockerfile: DockerfileFact, keyword: string): readonly StageInstruction[] {
  return indexOf(dockerfile).get(keyword) ?? none;
}

const indexOf = oncePer(({ stages }: DockerfileFact): ReadonlyMap<string, readonly StageInstruction[]> => {
  const index = new Map<string, StageInstruction[]>();
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      if (instruction.onbuild) continue;
      const list = index.get(instruction.keyword);
      if (list === undefined) index.set(instruction.keyword, [{ stage, instruction }]);
      else list.push({ stage, instruction });
    }
  }
  return index;
});
