import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text: what it begins with. */
export default dockerfilePeer({
  rules: ["build/cd-instead-of-workdir"],
  ids: ["kics/run_command_cd_instead_of_workdir"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && valuesRead(dockerfile, instruction).some((value) => value.split(" ")[0]?.trim() === "cd"),
});
