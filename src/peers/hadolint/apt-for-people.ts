import { isPlain } from "../shared/is-plain.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["hadolint/DL3027"],
  reports: ({ dockerfile, about: { command } }) => command !== undefined && isPlain(dockerfile, command),
});
