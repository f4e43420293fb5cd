import { shellState } from "../../rules/build/commands/pipefail.ts";
import { dockerfilePeer } from "../peer.ts";
import { shellsAbove } from "../shared/shells-above.ts";
import { writtenRead } from "./exec-read.ts";

/** It sees pipes of the RUN's own text and of no nested script, and starts again at each FROM. */
export default dockerfilePeer({
  rules: ["build/pipe-hides-failure"],
  ids: ["hadolint/DL4006"],
  reports({ dockerfile, stage, instruction }) {
    const shell = shellsAbove(stage, instruction).at(-1);
    const accepted = shell !== undefined && shellState(shell).accepted;
    return !accepted && writtenRead(dockerfile, instruction).some(({ piped }) => piped);
  },
});
