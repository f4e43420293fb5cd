import { dockerfilePeer } from "../peer.ts";

/** What it takes for an absolute path. */
const absolute = /^["']*([$/]|[A-Za-z]:)/;

export default dockerfilePeer({
  rules: ["build/relative-workdir"],
  ids: ["hadolint/DL3000"],
  reports: ({ instruction }) => !absolute.test(instruction.args),
});
