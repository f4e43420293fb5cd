import { dockerfilePeer } from "../peer.ts";

/** It looks at the last stage alone. */
export default dockerfilePeer({
  rules: ["non-root/last-user-root"],
  ids: ["kics/last_user_is_root", "kics/missing_user_instruction"],
  reports({ dockerfile, stage }) {
    if (stage?.final === true) return ["kics/last_user_is_root"];
    const last = dockerfile.stages.at(-1)?.instructions ?? [];
    return last.some(({ keyword, onbuild }) => keyword === "USER" && !onbuild) ? [] : ["kics/missing_user_instruction"];
  },
});
