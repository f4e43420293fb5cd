import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text. */
export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["checkov/CKV_DOCKER_9"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && /(?:^| )apt /.test(textRead(dockerfile, instruction)),
});
