import { dockerfilePeer } from "../peer.ts";
import { downloadsByAdd } from "../shared/downloads-by-add.ts";

/** It asks for COPY at an ADD that downloads as well, which COPY cannot do. */
export default dockerfilePeer({
  rules: ["build/add-instead-of-copy", "vulnerabilities/unverified-download"],
  ids: ["kics/add_instead_of_copy"],
  reports: ({ rule, instruction }) =>
    !instruction.words.some(({ text }) => text.includes(".tar")) &&
    (rule === "build/add-instead-of-copy" || downloadsByAdd(instruction)),
});
