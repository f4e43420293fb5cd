import { runBody } from "../../facts/dockerfile/run-commands.ts";
import { dockerfilePeer } from "../peer.ts";

const known = /^(free|kill|mount|ps|service|shutdown|ssh|top|vim)$/;

/** It sees no program behind sudo or inside `sh -c`. */
export default dockerfilePeer({
  rules: ["build/needless-program"],
  ids: ["hadolint/DL3001"],
  reports: ({ dockerfile, instruction, about: { program = "" } }) =>
    known.test(program) && runBody(dockerfile, instruction)?.written.some((own) => own.program === program) === true,
});
