import { dockerfilePeer } from "../peer.ts";
import { equalNames } from "../shared/equal-names.ts";

export default dockerfilePeer({
  rules: ["build/duplicate-stage-name"],
  ids: ["kics/same_alias_in_different_froms"],
  reports: ({ dockerfile, instruction }) => equalNames(dockerfile).get(instruction)?.exact === true,
});
