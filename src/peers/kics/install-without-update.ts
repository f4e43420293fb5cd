import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { installsUncleaned } from "../../rules/shared/cache-peers.ts";
import { dockerfilePeer } from "../peer.ts";

/** It goes by the install. */
export default dockerfilePeer({
  rules: ["updates/install-without-update"],
  ids: ["kics/apt_get_install_lists_were_not_deleted"],
  reports: ({ dockerfile, instruction }) => installsUncleaned(bodyLine(dockerfile, instruction)),
});
