import { userOf } from "../../facts/dockerfile/user-word.ts";
import { isLastOfFile } from "../shared/last-user.ts";
import { dockerfilePeer } from "../peer.ts";

/** It asks the last USER of the file. */
export default dockerfilePeer({
  rules: ["non-root/last-user-root"],
  ids: ["trivy/DS-0002"],
  reports: ({ dockerfile, instruction }) =>
    /^(root|0)$/.test(userOf(instruction.args)[0]) && isLastOfFile(dockerfile, instruction),
});
