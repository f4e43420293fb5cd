import { isAptDistUpgrade } from "../shared/apt-dist-upgrade.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["updates/dist-upgrade"],
  ids: ["dockle/DKL-DI-0003"],
  reports: ({ instruction, about: { call } }) =>
    !instruction.onbuild && isAptDistUpgrade(call) && call.manager !== "aptitude",
});
