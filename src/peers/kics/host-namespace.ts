import { namespacePeer } from "../shared/namespace-peer.ts";

/** It has a check for each namespace. */
export default namespacePeer({
  network: "kics/shared_host_network_namespace",
  pid: "kics/host_namespace_is_shared",
  ipc: "kics/shared_host_ipc_namespace",
  userns: "kics/shared_host_user_namespace",
});
