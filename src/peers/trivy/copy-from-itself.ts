import { copyFrom } from "../../facts/dockerfile/copy-paths.ts";
import { dockerfilePeer } from "../peer.ts";

/** It knows no numbers. */
export default dockerfilePeer({
  rules: ["build/copy-from-itself"],
  ids: ["trivy/DS-0006"],
  reports: ({ stage, instruction }) =>
    stage?.name !== undefined && copyFrom(instruction)?.name.toLowerCase() === stage.name.toLowerCase(),
});
