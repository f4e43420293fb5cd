import { containerPeer } from "../peer.ts";

const ids = {
  network: ["kube-linter/host-network"],
  pid: ["kube-linter/host-pid"],
  ipc: ["kube-linter/host-ipc"],
  userns: [],
  uts: [],
} as const;

/** It has a check for each namespace of a pod. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
