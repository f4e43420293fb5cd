import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["build/copies-ignored-file"],
  ids: ["buildkit/CopyIgnoredFile"],
  reports: ({ about }) => about.ignoredByName === true,
});
