import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["build/replaced-shell"],
  ids: ["hadolint/DL4005"],
  reports: ({ about }) => about.program === "ln",
});
