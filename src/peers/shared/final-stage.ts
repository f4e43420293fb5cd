import { dockerfilePeer, type Peer } from "../peer.ts";

/** Tools that look at the last stage alone, or at the image that is made of it. */
export function ofFinalStage(rules: Peer["rules"], ids: Peer["ids"]): Peer {
  return dockerfilePeer({ rules, ids, reports: ({ stage }) => stage?.final === true });
}
