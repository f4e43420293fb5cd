import { dockerfilePeer } from "../peer.ts";
import { standsAbove } from "../shared/stands-above.ts";

/** It looks at no probe, and takes a SHELL for a decision to want one. */
export default dockerfilePeer({
  rules: ["build/shell-form-cmd"],
  ids: ["buildkit/JSONArgsRecommended"],
  reports: ({ dockerfile, stage, instruction }) =>
    instruction.keyword !== "HEALTHCHECK" && !standsAbove(dockerfile, "SHELL", stage, instruction),
});
