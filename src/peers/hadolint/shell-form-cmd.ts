import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["build/shell-form-cmd"],
  ids: ["hadolint/DL3025"],
  reports: ({ instruction }) => instruction.args !== "",
});
