import { joinedText } from "../../facts/managers/package-steps.ts";
import { dockerfilePeer } from "../peer.ts";

/** It reads text. */
export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["kics/run_using_apt"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && joinedText(dockerfile, instruction).includes("apt "),
});
