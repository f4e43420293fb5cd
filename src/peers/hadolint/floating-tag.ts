import { tagFault } from "../../rules/base-image/tag-fault.ts";
import { withoutBraces } from "../shared/braced.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at the text as written, and resolves no ARG. */
export default dockerfilePeer({
  rules: ["base-image/floating-tag"],
  ids: ["hadolint/DL3006", "hadolint/DL3007"],
  reports({ stage }) {
    if (stage === undefined) return false;
    const { text } = stage.base;
    const fault = tagFault(stage.base);
    if (fault === "none") return isUntagged(text) ? ["hadolint/DL3006"] : false;
    return fault === "latest" && text.endsWith(":latest") ? ["hadolint/DL3007"] : false;
  },
});

function isUntagged(text: string): boolean {
  // It takes a variable in braces as one piece, whatever stands in it.
  const path = withoutBraces(text, () => "${}").replace(/^[^.]+\.[^/]+\//, "");
  return !path.startsWith("$") && !path.includes(":");
}
