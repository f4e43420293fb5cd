import { consecutiveRuns } from "../../rules/layers/consecutive.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["layers/consecutive-runs"],
  ids: ["hadolint/DL3059"],
  reports: ({ dockerfile, instruction }) => inRow(dockerfile).has(instruction),
});

const inRow = oncePer(consecutiveRuns);
