import { withoutQuotes } from "../../facts/dockerfile/copy-paths.ts";
import { dockerfilePeer } from "../peer.ts";

/** It takes the text as written, asks for the slash behind the name, and has no /sys. */
export default dockerfilePeer({
  rules: ["build/system-workdir"],
  ids: ["trivy/DS-0030"],
  reports: ({ instruction }) => /^\/(proc|dev|boot|initrd|lost\+found)\//.test(withoutQuotes(instruction.args)),
});
