import { dockerfilePeer } from "../peer.ts";

/** The finding is its own, under one of its many codes. */
export default dockerfilePeer({
  rules: ["build/shellcheck"],
  ids: ["shellcheck/*"],
  reports: ({ about }) => [`shellcheck/${about.code}`],
});
