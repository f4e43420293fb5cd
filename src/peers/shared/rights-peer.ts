import type { About } from "../../rules/observation.ts";
import { containerPeer, type Peer } from "../peer.ts";

/** A tool with one check for accounts that may do everything, and one for those that may read Secrets. */
export function rightsPeer(ids: Readonly<Record<NonNullable<About["rights"]>, string>>): Peer {
  return containerPeer({
    rules: ["capabilities/account-rights"],
    ids: Object.values(ids),
    reports: ({ about: { rights } }) => (rights === undefined ? [] : [ids[rights]]),
  });
}
