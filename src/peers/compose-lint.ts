import type { Peer } from "./peer.ts";
import { sharesNamespace } from "./shared/containers.ts";

export default {
  containers: {
    "compose-lint/CL-0008": { "capabilities/host-namespace": sharesNamespace("network") },
    "compose-lint/CL-0010": { "capabilities/host-namespace": sharesNamespace("pid", "ipc") },
  },
} satisfies Peer;
