import { dockerfilePeer } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["hadolint/DL3027"],
  reports: ({ dockerfile, instruction, about: { command } }) =>
    command !== undefined && seesPlain(dockerfile, instruction, command),
});
