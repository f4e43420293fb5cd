import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { textRead } from "./text-read.ts";

export const saysUpdate = /\s(?:--)?update(?!\S)/;
const saysInstall = /install|add|upgrade/;

/** Over the whole file, more RUNs say update than say install, add or upgrade. */
export const moreUpdatesThanInstalls = oncePer((dockerfile: DockerfileFact): boolean => {
  let count = 0;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== "RUN" || instruction.onbuild) continue;
    const text = textRead(dockerfile, instruction);
    if (saysUpdate.test(text)) count++;
    if (saysInstall.test(text)) count--;
  }
  return count > 0;
});
