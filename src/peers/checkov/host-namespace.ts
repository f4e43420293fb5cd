import { namespacePeer } from "../shared/namespace-peer.ts";

/** It has a check for each namespace of a pod. */
export default namespacePeer({
  network: "checkov/CKV_K8S_19",
  pid: "checkov/CKV_K8S_17",
  ipc: "checkov/CKV_K8S_18",
});
