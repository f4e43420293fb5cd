import { dockerfilePeer } from "../peer.ts";

const ids = {
  CMD: "kics/multiple_cmd_instructions_listed",
  ENTRYPOINT: "kics/multiple_entrypoint_instructions_listed",
};

/** It looks at the last stage alone. */
export default dockerfilePeer({
  rules: ["build/repeated-instruction"],
  ids: Object.values(ids),
  reports: ({ stage, instruction }) =>
    stage?.final === true &&
    Object.entries(ids).flatMap(([keyword, id]) => (keyword === instruction.keyword ? [id] : [])),
});
