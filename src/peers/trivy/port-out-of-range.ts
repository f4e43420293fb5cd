import { dockerfilePeer } from "../peer.ts";
import { isPlainPort } from "../shared/plain-port.ts";

/** It reads the word as written; a range is nothing to it. */
export default dockerfilePeer({
  rules: ["build/port-out-of-range"],
  ids: ["trivy/DS-0008"],
  reports: ({ about: { port } }) => port !== undefined && isPlainPort(port) && !port.port.includes("-"),
});
