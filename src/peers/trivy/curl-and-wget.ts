import { dockerfilePeer } from "../peer.ts";
import { bothDownloaders } from "../shared/both-downloaders.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text, and no triggers. */
export default dockerfilePeer({
  rules: ["build/curl-and-wget"],
  ids: ["trivy/DS-0014"],
  reports: ({ dockerfile, stage, instruction }) =>
    !instruction.onbuild && stage !== undefined && sees(stage, dockerfile),
});

const sees = bothDownloaders(valuesRead);
