import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text: the word with a blank before or behind it. */
export default dockerfilePeer({
  rules: ["secrets/password-in-build"],
  ids: ["checkov/CKV2_DOCKER_17"],
  reports({ dockerfile, instruction }) {
    if (instruction.onbuild) return false;
    const text = textRead(dockerfile, instruction);
    return text.startsWith("chpasswd ") || text.includes(" chpasswd ") || text.endsWith(" chpasswd");
  },
});
