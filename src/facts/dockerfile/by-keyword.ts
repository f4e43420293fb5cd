import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";

export interface Placed {
  readonly stage: Stage;
  readonly instruction: Instruction;
}

const known = new WeakMap<DockerfileFact, ReadonlyMap<string, readonly Placed[]>>();
const none: readonly Placed[] = [];

/** Instructions of one keyword in all stages, in order, ONBUILD triggers left out: most rules concern few lines of a file. */
export function ofKeyword(dockerfile: DockerfileFact, keyword: string): readonly Placed[] {
  let index = known.get(dockerfile);
  if (index === undefined) known.set(dockerfile, (index = indexOf(dockerfile)));
  return index.get(keyword) ?? none;
}

function indexOf({ stages }: DockerfileFact): ReadonlyMap<string, readonly Placed[]> {
  const index = new Map<string, Placed[]>();
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      if (instruction.onbuild) continue;
      const list = index.get(instruction.keyword);
      if (list === undefined) index.set(instruction.keyword, [{ stage, instruction }]);
      else list.push({ stage, instruction });
    }
  }
  return index;
}
