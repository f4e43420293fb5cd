import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { writtenRead } from "./exec-read.ts";

/** Programs that hadolint sees in the RUNs of a stage, and in its triggers; of exec forms what their strings say as one line. */
export const programsRead = oncePer((stage: Stage, dockerfile: DockerfileFact) => {
  const [triggers, runs] = [new Set<string>(), new Set<string>()];
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== "RUN") continue;
    const programs = instruction.onbuild ? triggers : runs;
    for (const { program } of writtenRead(dockerfile, instruction)) programs.add(program);
  }
  return { triggers, runs };
});
