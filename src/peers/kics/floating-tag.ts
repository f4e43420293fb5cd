import { tagFault } from "../../rules/base-image/tag-fault.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at the text as written, and resolves no ARG. */
export default dockerfilePeer({
  rules: ["base-image/floating-tag"],
  ids: ["kics/image_version_not_explicit", "kics/image_version_using_latest"],
  reports({ stage }) {
    if (stage === undefined) return false;
    const { base, name } = stage;
    if (tagFault(base) === "none") return isUntagged(base.text, name) ? ["kics/image_version_not_explicit"] : false;
    return base.text.includes(":latest") ? ["kics/image_version_using_latest"] : false;
  },
});

function isUntagged(text: string, name: string | undefined): boolean {
  return !text.includes(":") && (!text.startsWith("$") || name !== undefined || /^\$\w+$/.test(text));
}
