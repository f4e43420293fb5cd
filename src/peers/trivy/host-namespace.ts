import { namespacePeer } from "../shared/namespace-peer.ts";

/** It has a check for each namespace of a pod. */
export default namespacePeer({
  network: "trivy/KSV-0009",
  pid: "trivy/KSV-0010",
  ipc: "trivy/KSV-0008",
});
