import { dockerfilePeer } from "../peer.ts";
import { writtenRead } from "./exec-read.ts";

/** Of an exec form it sees what its strings say as one line. */
export default dockerfilePeer({
  rules: ["build/wget-progress"],
  ids: ["hadolint/DL3047"],
  reports: ({ dockerfile, instruction }) =>
    writtenRead(dockerfile, instruction).some(({ program }) => program === "wget"),
});
