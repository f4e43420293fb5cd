import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text; of an exec form, each string by itself. */
export default dockerfilePeer({
  rules: ["build/apt-for-people"],
  ids: ["kics/run_using_apt"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && valuesRead(dockerfile, instruction).some((value) => value.includes("apt ")),
});
