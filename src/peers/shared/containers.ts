import type { About } from "../../rules/observation.ts";
import type { PeerInput } from "../peer.ts";

/** Of tools with a check for each namespace of the host, or for two of them. */
export function sharesNamespace(...namespaces: readonly NonNullable<About["namespace"]>[]) {
  return ({ about: { namespace } }: PeerInput): boolean => namespace !== undefined && namespaces.includes(namespace);
}

/** Of tools with one check for accounts that may do everything, and one for those that may read Secrets. */
export function hasRights(rights: NonNullable<About["rights"]>) {
  return ({ about }: PeerInput): boolean => about.rights === rights;
}

/** Of tools whose check of mounts has a list of paths, each as it is written. */
export function mountsPath(...paths: readonly string[]) {
  return ({ about: { hostPath = "" } }: PeerInput): boolean => paths.includes(hostPath);
}
