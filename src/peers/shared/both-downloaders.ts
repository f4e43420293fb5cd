import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

const tools = ["curl", "wget"];

/**
 * Tools that read text, and count both programs over a stage: of parts between `&&` that install nothing, what they begin with; of an
 * exec form its first word.
 */
export function bothDownloaders(
  read: (dockerfile: DockerfileFact, instruction: Instruction) => readonly string[],
): (stage: Stage, dockerfile: DockerfileFact) => boolean {
  return oncePer((stage: Stage, dockerfile: DockerfileFact): boolean => {
    const programs = new Set<string>();
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "RUN" || instruction.onbuild) continue;
      const values = read(dockerfile, instruction);
      const parts = values.length > 1 ? [] : (values[0] ?? "").split("&&").filter((part) => !part.includes("install "));
      for (const tool of tools)
        if (values.length > 1 ? values[0] === tool : parts.some((part) => part.trimStart().startsWith(tool)))
          programs.add(tool);
    }
    return programs.size === tools.length;
  });
}
