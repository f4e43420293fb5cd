import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It counts words in the whole file. */
export default dockerfilePeer({
  rules: ["updates/update-alone"],
  ids: ["checkov/CKV_DOCKER_5"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && moreUpdatesThanInstalls(dockerfile) && saysUpdate.test(textRead(dockerfile, instruction)),
});

const saysUpdate = /\s(?:--)?update(?!\S)/;
const saysInstall = /install|add|upgrade/;

/** Over the whole file, more RUNs say update than say install, add or upgrade. */
const moreUpdatesThanInstalls = oncePer((dockerfile: DockerfileFact): boolean => {
  let count = 0;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== "RUN" || instruction.onbuild) continue;
    const text = textRead(dockerfile, instruction);
    if (saysUpdate.test(text)) count++;
    if (saysInstall.test(text)) count--;
  }
  return count > 0;
});
