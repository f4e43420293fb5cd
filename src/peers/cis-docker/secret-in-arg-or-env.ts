import { dockerfilePeer } from "../peer.ts";

/** It speaks of secrets, and a name may be one by chance. */
export default dockerfilePeer({
  rules: ["secrets/in-arg-or-env"],
  ids: ["cis-docker/4.10"],
  reports: ({ about: { secret } }) => secret?.sure === true,
});
