import { writtenText } from "../../facts/dockerfile/body-text.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks for the word. */
export default dockerfilePeer({
  rules: ["non-root/sudo", "non-root/installs-sudo"],
  ids: ["dockle/DKL-DI-0001"],
  reports: ({ dockerfile, instruction }) => writtenText(dockerfile, instruction).split(/\s|&&/).includes("sudo"),
});
