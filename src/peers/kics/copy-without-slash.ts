import { dockerfilePeer } from "../peer.ts";

/** It looks at no ADD. */
export default dockerfilePeer({
  rules: ["build/copy-without-slash"],
  ids: ["kics/copy_with_more_than_two_arguments_not_ending_with_slash"],
  reports: ({ instruction }) => instruction.keyword === "COPY",
});
