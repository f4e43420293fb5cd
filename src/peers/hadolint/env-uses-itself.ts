import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["build/env-uses-itself"],
  ids: ["hadolint/DL3044"],
  reports: ({ about }) => about.plain === true,
});
