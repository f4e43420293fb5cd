import { flagNames } from "./flag-names.ts";
import { isPlain } from "../shared/is-plain.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["cleanup/recommends"],
  ids: ["hadolint/DL3015"],
  reports: ({ dockerfile, about: { call } }) =>
    call?.manager === "apt-get" &&
    isPlain(dockerfile, call.command) &&
    !flagNames(call.command).includes("no-install-recommends"),
});
