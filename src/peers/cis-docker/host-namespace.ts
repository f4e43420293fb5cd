import { containerPeer } from "../peer.ts";

const ids = {
  network: ["cis-docker/5.10"],
  pid: ["cis-docker/5.16"],
  ipc: ["cis-docker/5.17"],
  userns: ["cis-docker/5.31"],
  uts: ["cis-docker/5.21"],
} as const;

/** It has a check for each namespace. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
