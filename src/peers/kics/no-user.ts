import { dockerfilePeer } from "../peer.ts";

/** It looks at no FROM scratch. */
export default dockerfilePeer({
  rules: ["non-root/no-user"],
  ids: ["kics/missing_user_instruction"],
  reports: ({ stage }) => stage?.from.args !== "scratch",
});
