import type { RuleId } from "../../domain/finding/practice.ts";
import { containerPeer, type Peer } from "../peer.ts";

/** A tool whose check of mounts has a list of paths, each as it is written. */
export function hostPathPeer(rule: RuleId, id: string, paths: readonly string[]): Peer {
  return containerPeer({
    rules: [rule],
    ids: [id],
    reports: ({ about: { hostPath = "" } }) => paths.includes(hostPath),
  });
}
