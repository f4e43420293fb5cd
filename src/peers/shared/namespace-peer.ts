import type { About } from "../../rules/observation.ts";
import { containerPeer, type Peer } from "../peer.ts";

type Namespace = NonNullable<About["namespace"]>;

/** A tool with checks of its own for the namespaces of the host, by namespace; none for those that are not named. */
export function namespacePeer(ids: Partial<Record<Namespace, string>>): Peer {
  return containerPeer({
    rules: ["capabilities/host-namespace"],
    ids: [...new Set(Object.values(ids))],
    reports({ about: { namespace } }) {
      const id = namespace && ids[namespace];
      return id === undefined ? [] : [id];
    },
  });
}
