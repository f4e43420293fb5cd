import { dockerfilePeer } from "../peer.ts";

/** It says nothing of what stands before the first FROM. */
export default dockerfilePeer({
  rules: ["build/instruction-casing"],
  ids: ["buildkit/ConsistentInstructionCasing"],
  reports: ({ stage }) => stage !== undefined,
});
