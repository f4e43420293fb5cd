import { dockerfilePeer } from "../peer.ts";

/** What it takes for an absolute path. */
const absolute = /^["']?(\/[A-z0-9-_+]*)|([A-z0-9-_+]:\\.*)|(\$[{}A-z0-9-_+].*)/;

export default dockerfilePeer({
  rules: ["build/relative-workdir"],
  ids: ["trivy/DS-0009"],
  reports: ({ instruction }) => !absolute.test(instruction.args),
});
