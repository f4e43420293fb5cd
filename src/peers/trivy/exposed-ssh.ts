import { wordAt } from "../shared/word-at.ts";
import { dockerfilePeer } from "../peer.ts";

/** It compares the word as written, and knows no range. */
export default dockerfilePeer({
  rules: ["capabilities/exposed-ssh"],
  ids: ["trivy/DS-0004"],
  reports: ({ instruction, at }) => /^22(\/(tcp|udp))?$/.test(wordAt(instruction, at)),
});
