import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["build/cd-instead-of-workdir"],
  ids: ["hadolint/DL3003"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && writtenRead(dockerfile, instruction).some(({ program }) => program === "cd"),
});
