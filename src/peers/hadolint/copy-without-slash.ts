import { dockerfilePeer } from "../peer.ts";

/** It looks at no ADD. */
export default dockerfilePeer({
  rules: ["build/copy-without-slash"],
  ids: ["hadolint/DL3021"],
  reports: ({ instruction }) => instruction.keyword === "COPY",
});
