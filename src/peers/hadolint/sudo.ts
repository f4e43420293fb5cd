import { runBody } from "../../facts/dockerfile/run-commands.ts";
import { dropsPrivileges } from "../../rules/non-root/sudo-user.ts";
import { dockerfilePeer } from "../peer.ts";

/** It sees none inside `sh -c`. */
export default dockerfilePeer({
  rules: ["non-root/sudo"],
  ids: ["hadolint/DL3004"],
  reports: ({ dockerfile, instruction }) =>
    runBody(dockerfile, instruction)?.written.some(
      ({ program, args }) => program === "sudo" && !dropsPrivileges(args),
    ) === true,
});
