import { dockerfilePeer } from "../peer.ts";
import { isPlainPort } from "../shared/plain-port.ts";

/** It reads the word as written; a range is nothing to it. */
export default dockerfilePeer({
  rules: ["build/port-out-of-range"],
  ids: ["kics/unix_ports_out_of_range"],
  reports: ({ about: { port } }) => port !== undefined && isPlainPort(port) && !port.port.includes("-"),
});
