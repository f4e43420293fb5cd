import { dockerfilePeer } from "../peer.ts";

/** It looks at the last stage alone, and at no probe. */
export default dockerfilePeer({
  rules: ["build/shell-form-cmd"],
  ids: ["kics/not_using_json_in_cmd_and_entrypoint_arguments"],
  reports: ({ stage, instruction }) => stage?.final === true && instruction.keyword !== "HEALTHCHECK",
});
