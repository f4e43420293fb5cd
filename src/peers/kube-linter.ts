import type { Peer } from "./peer.ts";
import { hasRights, sharesNamespace } from "./shared/containers.ts";

export default {
  containers: {
    "kube-linter/access-to-secrets": { "capabilities/account-rights": hasRights("secrets") },
    "kube-linter/cluster-admin-role-binding": { "capabilities/account-rights": hasRights("all") },
    // It has no check of a PodDisruptionBudget.
    "kube-linter/dangling-networkpolicy": {
      "build/selector-without-pods": ({ about }) => about.kind === "NetworkPolicy",
    },
    "kube-linter/dangling-service": { "build/selector-without-pods": ({ about }) => about.kind === "Service" },
    "kube-linter/host-ipc": { "capabilities/host-namespace": sharesNamespace("ipc") },
    "kube-linter/host-network": { "capabilities/host-namespace": sharesNamespace("network") },
    "kube-linter/host-pid": { "capabilities/host-namespace": sharesNamespace("pid") },
  },
} satisfies Peer;
