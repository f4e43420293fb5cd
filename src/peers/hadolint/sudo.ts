import { dropsPrivileges } from "../../rules/non-root/sudo-user.ts";
import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

/** It sees none inside `sh -c`. */
export default dockerfilePeer({
  rules: ["non-root/sudo"],
  ids: ["hadolint/DL3004"],
  reports: ({ dockerfile, instruction }) =>
    writtenRead(dockerfile, instruction).some(({ program, args }) => program === "sudo" && !dropsPrivileges(args)),
});
