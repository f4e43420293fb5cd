import { andParts } from "../shared/and-parts.ts";
import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text; of an exec form, its first word. */
export default dockerfilePeer({
  rules: ["non-root/sudo"],
  ids: ["kics/run_using_sudo"],
  reports({ dockerfile, instruction }) {
    if (instruction.onbuild) return false;
    const [first = "", ...more] = valuesRead(dockerfile, instruction);
    return more.length > 0 ? first === "sudo" : andParts(first).some((part) => /^ *sudo/.test(part));
  },
});
