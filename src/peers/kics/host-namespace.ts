import { containerPeer } from "../peer.ts";

const ids = {
  network: ["kics/shared_host_network_namespace"],
  pid: ["kics/host_namespace_is_shared"],
  ipc: ["kics/shared_host_ipc_namespace"],
  userns: ["kics/shared_host_user_namespace"],
  uts: [],
} as const;

/** It has a check for each namespace. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
