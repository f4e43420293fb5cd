import { containerPeer } from "../peer.ts";

const ids = { all: ["trivy/KSV-0111"], secrets: ["trivy/KSV-0041"] } as const;

/** It has a check for rights to Secrets and another for rights to everything. */
export default containerPeer({
  rules: ["capabilities/account-rights"],
  ids: Object.values(ids).flat(),
  reports: ({ about: { rights } }) => (rights === undefined ? [] : ids[rights]),
});
