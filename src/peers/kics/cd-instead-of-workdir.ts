import { bodyValues } from "../../facts/dockerfile/run-commands.ts";
import { dockerfilePeer } from "../peer.ts";

/** It reads text: what it begins with. */
export default dockerfilePeer({
  rules: ["build/cd-instead-of-workdir"],
  ids: ["kics/run_command_cd_instead_of_workdir"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && bodyValues(dockerfile, instruction).some((value) => value.split(" ")[0]?.trim() === "cd"),
});
