import { copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at no ADD, and takes a source that begins like this for the record of a finished layer. */
export default dockerfilePeer({
  rules: ["build/copy-without-slash"],
  ids: ["trivy/DS-0011"],
  reports: ({ instruction }) =>
    instruction.keyword === "COPY" && !/^(file|multi):/.test(copyPaths(instruction)?.sources[0]?.text ?? ""),
});
