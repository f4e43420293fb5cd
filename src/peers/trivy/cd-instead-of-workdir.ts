import { andParts } from "../shared/and-parts.ts";
import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text. */
export default dockerfilePeer({
  rules: ["build/cd-instead-of-workdir"],
  ids: ["trivy/DS-0013"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild &&
    valuesRead(dockerfile, instruction).some((value) =>
      andParts(value).some((part, at) => (at === 0 ? part : part.trimStart()).startsWith("cd ")),
    ),
});
