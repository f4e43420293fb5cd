import { hasAptOption } from "../shared/apt-options.ts";
import { isAptInstallRead } from "../shared/apt-install-read.ts";
import { dockerfilePeer } from "../peer.ts";

/** It knows `apt-get install`. */
export default dockerfilePeer({
  rules: ["build/asks-for-consent"],
  ids: ["trivy/DS-0021"],
  reports: ({ instruction, about: { call } }) =>
    !instruction.onbuild &&
    call !== undefined &&
    isAptInstallRead(call) &&
    !hasAptOption(call, /^(-[a-xzA-XZ]*y[a-xzA-XZ]*|--yes|--assume-yes)$/),
});
