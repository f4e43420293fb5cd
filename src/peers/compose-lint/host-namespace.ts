import { containerPeer } from "../peer.ts";

const ids = {
  network: ["compose-lint/CL-0008"],
  pid: ["compose-lint/CL-0010"],
  ipc: ["compose-lint/CL-0010"],
  userns: [],
  uts: [],
} as const;

/** It has a check for each namespace. */
export default containerPeer({
  rules: ["capabilities/host-namespace"],
  ids: [...new Set(Object.values(ids).flat())],
  reports: ({ about: { namespace } }) => (namespace === undefined ? [] : ids[namespace]),
});
