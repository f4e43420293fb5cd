import { dockerfilePeer } from "../peer.ts";

/** It looks into the image for it. */
export default dockerfilePeer({
  rules: ["secrets/copied-from-context"],
  ids: ["dockle/CIS-DI-0010"],
  reports: () => false,
});
