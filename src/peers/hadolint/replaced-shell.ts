import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["build/replaced-shell"],
  ids: ["hadolint/DL4005"],
  reports: ({ dockerfile, instruction, about }) =>
    about.program === "ln" &&
    writtenRead(dockerfile, instruction).some(({ program, args }) => program === "ln" && args.includes("/bin/sh")),
});
