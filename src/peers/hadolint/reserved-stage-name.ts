import { dockerfilePeer } from "../peer.ts";

/** It knows them in small letters. */
export default dockerfilePeer({
  rules: ["build/reserved-stage-name"],
  ids: ["hadolint/DL3063"],
  reports: ({ dockerfile, at }) => /^(scratch|context)$/.test(dockerfile.text.slice(at.start, at.end)),
});
