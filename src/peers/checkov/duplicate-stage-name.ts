import { dockerfilePeer } from "../peer.ts";
import { equalNames } from "../shared/equal-names.ts";

export default dockerfilePeer({
  rules: ["build/duplicate-stage-name"],
  ids: ["checkov/CKV_DOCKER_11"],
  reports: ({ dockerfile, instruction }) => equalNames(dockerfile).get(instruction)?.small === true,
});
