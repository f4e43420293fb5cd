import { userOf } from "../../facts/dockerfile/user-word.ts";
import { dockerfilePeer } from "../peer.ts";

/** It asks each stage. */
export default dockerfilePeer({
  rules: ["non-root/last-user-root"],
  ids: ["hadolint/DL3002", "hadolint/DL3066"],
  reports({ instruction }) {
    const [user] = userOf(instruction.args);
    return [
      ...(user === "root" || user === "0" ? ["hadolint/DL3002"] : []),
      ...(/^\d+$/.test(user) ? [] : ["hadolint/DL3066"]),
    ];
  },
});
