import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { dockerfilePeer } from "../peer.ts";

/** It reads text. */
export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["checkov/CKV_DOCKER_9"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && /(?:^| )apt /.test(bodyLine(dockerfile, instruction)),
});
