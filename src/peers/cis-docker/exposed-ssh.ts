import { wordAt } from "../shared/word-at.ts";
import { dockerfilePeer } from "../peer.ts";

/** SSH is a service of TCP. */
export default dockerfilePeer({
  rules: ["capabilities/exposed-ssh"],
  ids: ["cis-docker/5.7"],
  reports: ({ instruction, at }) => wordAt(instruction, at) !== "22/udp",
});
