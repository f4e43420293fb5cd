import { bareArguments } from "../shared/bare-arguments.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at the last stage. */
export default dockerfilePeer({
  rules: ["cleanup/apk-cache"],
  ids: ["dockle/DKL-DI-0004"],
  reports: ({ stage, instruction, about: { call } }) =>
    !instruction.onbuild &&
    stage?.final === true &&
    call !== undefined &&
    !bareArguments(call.command).includes("--no-cache"),
});
