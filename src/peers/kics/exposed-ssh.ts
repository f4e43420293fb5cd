import { wordAt } from "../shared/word-at.ts";
import { dockerfilePeer } from "../peer.ts";

/** It compares the word as written, and knows neither range nor protocol. */
export default dockerfilePeer({
  rules: ["capabilities/exposed-ssh"],
  ids: ["kics/exposing_port_22"],
  reports: ({ instruction, at }) => /^22$/.test(wordAt(instruction, at)),
});
