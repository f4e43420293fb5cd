import { dockerfilePeer } from "../peer.ts";
import { equalNames } from "../shared/equal-names.ts";

export default dockerfilePeer({
  rules: ["build/duplicate-stage-name"],
  ids: ["hadolint/DL3024"],
  reports: ({ dockerfile, instruction }) => equalNames(dockerfile).get(instruction)?.exact === true,
});
