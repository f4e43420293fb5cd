import { namespacePeer } from "../shared/namespace-peer.ts";

/** One check is of processes and IPC, another of the network. */
export default namespacePeer({
  network: "kubescape/C-0041",
  pid: "kubescape/C-0038",
  ipc: "kubescape/C-0038",
});
