import type { Peer } from "./peer.ts";
import { hasRights, sharesNamespace } from "./shared/containers.ts";

export default {
  containers: {
    "kubescape/C-0015": { "capabilities/account-rights": hasRights("secrets") },
    "kubescape/C-0035": { "capabilities/account-rights": hasRights("all") },
    "kubescape/C-0038": { "capabilities/host-namespace": sharesNamespace("pid", "ipc") },
    "kubescape/C-0041": { "capabilities/host-namespace": sharesNamespace("network") },
  },
} satisfies Peer;
