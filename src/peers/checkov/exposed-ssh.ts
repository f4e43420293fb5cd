import { wordAt } from "../shared/word-at.ts";
import { dockerfilePeer } from "../peer.ts";

/** It compares the word as written, and knows no range. */
export default dockerfilePeer({
  rules: ["capabilities/exposed-ssh"],
  ids: ["checkov/CKV_DOCKER_1"],
  reports: ({ instruction, at }) => /^22(\/tcp)?$/.test(wordAt(instruction, at)),
});
