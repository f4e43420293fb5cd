import { dockerfilePeer } from "../peer.ts";
import { isPlainPort } from "../shared/plain-port.ts";

/** It reads the word as written. */
export default dockerfilePeer({
  rules: ["build/port-out-of-range"],
  ids: ["hadolint/DL3011"],
  reports: ({ about: { port } }) => port !== undefined && isPlainPort(port) && /^(|tcp|udp)$/i.test(port.protocol),
});
