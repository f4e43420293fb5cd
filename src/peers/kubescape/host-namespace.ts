import { containerPeer } from "../peer.ts";

const ids = {
  network: ["kubescape/C-0041"],
  pid: ["kubescape/C-0038"],
  ipc: ["kubescape/C-0038"],
  userns: [],
  uts: [],
} as const;

/** One check is of processes and IPC, another of the network. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
