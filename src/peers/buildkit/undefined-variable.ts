import { dockerfilePeer } from "../peer.ts";

/** It looks at no ARG before FROM, and at EXPOSE without asking what was found. */
export default dockerfilePeer({
  rules: ["build/undefined-variable"],
  ids: ["buildkit/UndefinedVar"],
  reports: ({ stage, instruction }) => stage !== undefined && instruction.keyword !== "EXPOSE",
});
