import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

/** Of exec forms it sees what their strings say as one line. */
export default dockerfilePeer({
  rules: ["build/curl-and-wget"],
  ids: ["hadolint/DL4001"],
  reports({ dockerfile, stage, instruction }) {
    const seen = stage && programsSeen(stage, dockerfile)[instruction.onbuild ? "triggers" : "runs"];
    return seen?.has("curl") === true && seen.has("wget");
  },
});

const programsSeen = oncePer((stage: Stage, dockerfile: DockerfileFact) => {
  const [triggers, runs] = [new Set<string>(), new Set<string>()];
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== "RUN") continue;
    const own = instruction.onbuild ? triggers : runs;
    for (const { program } of writtenRead(dockerfile, instruction)) own.add(program);
  }
  return { triggers, runs };
});
