import { dockerfilePeer } from "../peer.ts";
import { installsUncleaned } from "./installs-uncleaned.ts";

/** It goes by the install. */
export default dockerfilePeer({
  rules: ["cleanup/apt-lists"],
  ids: ["kics/apt_get_install_lists_were_not_deleted"],
  reports: ({ dockerfile, instruction }) => !instruction.onbuild && installsUncleaned(instruction, dockerfile),
});
