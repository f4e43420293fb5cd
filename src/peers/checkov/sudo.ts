import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It looks for the word, also where it is a package. */
export default dockerfilePeer({
  rules: ["non-root/sudo", "non-root/installs-sudo"],
  ids: ["checkov/CKV2_DOCKER_1"],
  reports({ rule, dockerfile, instruction }) {
    if (instruction.onbuild) return false;
    const text = textRead(dockerfile, instruction);
    return text.includes(" sudo ") || (rule === "non-root/sudo" && text.startsWith("sudo "));
  },
});
