import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text. */
export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["kics/run_using_apt"],
  reports: ({ dockerfile, instruction }) => !instruction.onbuild && textRead(dockerfile, instruction).includes("apt "),
});
