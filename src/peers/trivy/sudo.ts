import { andParts } from "../shared/and-parts.ts";
import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text, and no exec form of several words. */
export default dockerfilePeer({
  rules: ["non-root/sudo"],
  ids: ["trivy/DS-0010"],
  reports({ dockerfile, instruction }) {
    const [text = "", ...more] = valuesRead(dockerfile, instruction);
    return !instruction.onbuild && more.length === 0 && andParts(text).some((part) => /^\s*sudo/.test(part));
  },
});
