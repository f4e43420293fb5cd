import { isAptDistUpgrade } from "../shared/apt-dist-upgrade.ts";
import { dockerfilePeer } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["updates/dist-upgrade"],
  ids: ["hadolint/DL3005", "hadolint/DL3035"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (call === undefined || !seesPlain(dockerfile, instruction, call.command)) return false;
    if (call.manager === "zypper") return ["hadolint/DL3035"];
    return call.manager === "apt-get" && isAptDistUpgrade(call) ? ["hadolint/DL3005"] : [];
  },
});
