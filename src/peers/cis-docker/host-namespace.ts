import { namespacePeer } from "../shared/namespace-peer.ts";

/** It has a check for each namespace. */
export default namespacePeer({
  network: "cis-docker/5.10",
  pid: "cis-docker/5.16",
  ipc: "cis-docker/5.17",
  userns: "cis-docker/5.31",
  uts: "cis-docker/5.21",
});
