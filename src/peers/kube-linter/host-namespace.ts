import { namespacePeer } from "../shared/namespace-peer.ts";

/** It has a check for each namespace of a pod. */
export default namespacePeer({
  network: "kube-linter/host-network",
  pid: "kube-linter/host-pid",
  ipc: "kube-linter/host-ipc",
});
