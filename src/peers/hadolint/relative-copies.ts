import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

/** COPYs for which it knows no WORKDIR. It goes by names, so that two stages from one image share theirs. */
export const relativeCopies = oncePer(({ stages }: DockerfileFact): ReadonlySet<Instruction> => {
  const reported = new Set<Instruction>();
  const set = new Set<string>();
  for (const stage of stages) {
    const key = stage.name ?? imageName(stage);
    if (set.has(imageName(stage))) set.add(key);
    else set.delete(key);
    for (const instruction of stage.instructions) {
      if (instruction.onbuild) continue;
      if (instruction.keyword === "WORKDIR") set.add(key);
      else if (instruction.keyword === "COPY" && !set.has(key)) reported.add(instruction);
    }
  }
  return reported;
});

/** Without registry and tag. */
function imageName({ base }: Stage): string {
  return (base.name ?? base.text).replace(/^[^.]+\.[^/]+\//, "");
}
