import { dockerfilePeer } from "../peer.ts";
import { installsUncleaned } from "./installs-uncleaned.ts";

/** It goes by the install. */
export default dockerfilePeer({
  rules: ["updates/install-without-update"],
  ids: ["kics/apt_get_install_lists_were_not_deleted"],
  reports: ({ dockerfile, instruction }) => installsUncleaned(instruction, dockerfile),
});
