import { isRelative } from "../../facts/dockerfile/join-path.ts";
import { dockerfilePeer } from "../peer.ts";
import { standsAbove } from "../shared/stands-above.ts";

/** It is content with any WORKDIR above. */
export default dockerfilePeer({
  rules: ["build/relative-workdir"],
  ids: ["buildkit/WorkdirRelativePath"],
  reports({ dockerfile, stage, instruction, facts }) {
    const path = facts.variables?.expandDefaults(instruction, instruction.args);
    return path !== undefined && isRelative(path) && !standsAbove(dockerfile, "WORKDIR", stage, instruction);
  },
});
