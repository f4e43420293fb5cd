import { flagNames } from "./flag-names.ts";
import { dockerfilePeer } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["cleanup/recommends"],
  ids: ["hadolint/DL3015"],
  reports: ({ dockerfile, instruction, about: { call } }) =>
    call?.manager === "apt-get" &&
    seesPlain(dockerfile, instruction, call.command) &&
    !flagNames(call.command).includes("no-install-recommends"),
});
