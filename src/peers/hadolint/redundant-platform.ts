import { dockerfilePeer } from "../peer.ts";

/** It knows the two plain forms. */
export default dockerfilePeer({
  rules: ["build/redundant-platform"],
  ids: ["hadolint/DL3065"],
  reports: ({ dockerfile, at }) =>
    /^--platform=\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(dockerfile.text.slice(at.start, at.end)),
});
