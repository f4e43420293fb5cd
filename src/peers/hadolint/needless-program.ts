import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

const known = /^(free|kill|mount|ps|service|shutdown|ssh|top|vim)$/;

/** It sees no program behind sudo or inside `sh -c`. */
export default dockerfilePeer({
  rules: ["build/needless-program"],
  ids: ["hadolint/DL3001"],
  reports: ({ dockerfile, instruction, about: { program = "" } }) =>
    known.test(program) && writtenRead(dockerfile, instruction).some((own) => own.program === program),
});
