import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { dockerfilePeer } from "../peer.ts";

/** It reads text. */
export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["kics/run_using_apt"],
  reports: ({ dockerfile, instruction }) => !instruction.onbuild && bodyLine(dockerfile, instruction).includes("apt "),
});
