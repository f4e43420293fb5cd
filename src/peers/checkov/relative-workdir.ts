import { dockerfilePeer } from "../peer.ts";

/** What it takes for an absolute path. */
const absolute = /^"?((\/[A-Za-z0-9-_+]*)|([A-Za-z0-9-_+]:\\.*)|(\$[{}A-Za-z0-9-_+].*))/;

export default dockerfilePeer({
  rules: ["build/relative-workdir"],
  ids: ["checkov/CKV_DOCKER_10"],
  reports: ({ instruction }) => !absolute.test(instruction.args),
});
