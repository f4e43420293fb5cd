import { containerPeer } from "../peer.ts";

const ids = {
  network: ["trivy/KSV-0009"],
  pid: ["trivy/KSV-0010"],
  ipc: ["trivy/KSV-0008"],
  userns: [],
  uts: [],
} as const;

/** It has a check for each namespace of a pod. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
