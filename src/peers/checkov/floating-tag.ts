import { tagFault } from "../../rules/base-image/tag-fault.ts";
import { dockerfilePeer } from "../peer.ts";

/** It asks only whether a `:` stands somewhere. */
export default dockerfilePeer({
  rules: ["base-image/floating-tag"],
  ids: ["checkov/CKV_DOCKER_7"],
  reports({ stage }) {
    if (stage === undefined) return false;
    const { text } = stage.base;
    const fault = tagFault(stage.base);
    return fault === "none" ? !text.includes(":") : fault === "latest" && text.endsWith(":latest");
  },
});
