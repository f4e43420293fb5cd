import { containerPeer } from "../peer.ts";

const ids = {
  network: ["checkov/CKV_K8S_19"],
  pid: ["checkov/CKV_K8S_17"],
  ipc: ["checkov/CKV_K8S_18"],
  userns: [],
  uts: [],
} as const;

/** It has a check for each namespace of a pod. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
