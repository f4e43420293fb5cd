import { namespacePeer } from "../shared/namespace-peer.ts";

/** It has a check for each namespace. */
export default namespacePeer({
  network: "compose-lint/CL-0008",
  pid: "compose-lint/CL-0010",
  ipc: "compose-lint/CL-0010",
});
