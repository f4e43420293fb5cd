import { hasMount } from "../../facts/managers/package-steps.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { dockerfilePeer } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["cleanup/apk-cache"],
  ids: ["hadolint/DL3019"],
  reports: ({ dockerfile, instruction, about: { call } }) =>
    call !== undefined &&
    seesPlain(dockerfile, instruction, call.command) &&
    !bareArguments(call.command).includes("--no-cache") &&
    !hasMount(instruction, "/var/cache/apk"),
});
