import { dockerfilePeer } from "../peer.ts";
import { equalNames } from "../shared/equal-names.ts";

export default dockerfilePeer({
  rules: ["build/duplicate-stage-name"],
  ids: ["trivy/DS-0012"],
  reports: ({ dockerfile, instruction }) => equalNames(dockerfile).get(instruction)?.otherwise === true,
});
