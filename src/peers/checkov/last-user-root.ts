import { isLastOfFile } from "../shared/last-user.ts";
import { dockerfilePeer } from "../peer.ts";

/** It asks the last USER of the file. */
export default dockerfilePeer({
  rules: ["non-root/last-user-root"],
  ids: ["checkov/CKV_DOCKER_8"],
  reports: ({ dockerfile, instruction }) => instruction.args === "root" && isLastOfFile(dockerfile, instruction),
});
