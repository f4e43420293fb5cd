import { isPlain } from "../shared/is-plain.ts";
import { isAptDistUpgrade } from "../shared/apt-dist-upgrade.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["updates/dist-upgrade"],
  ids: ["hadolint/DL3005", "hadolint/DL3035"],
  reports({ dockerfile, about: { call } }) {
    if (call === undefined || !isPlain(dockerfile, call.command)) return false;
    if (call.manager === "zypper") return ["hadolint/DL3035"];
    return call.manager === "apt-get" && isAptDistUpgrade(call) ? ["hadolint/DL3005"] : [];
  },
});
