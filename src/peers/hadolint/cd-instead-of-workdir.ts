import { runBody } from "../../facts/dockerfile/run-commands.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["build/cd-instead-of-workdir"],
  ids: ["hadolint/DL3003"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && runBody(dockerfile, instruction)?.written.some(({ program }) => program === "cd") === true,
});
