import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at the finished image. */
export default dockerfilePeer({
  rules: ["updates/update-alone"],
  ids: ["dockle/CIS-DI-0007"],
  reports: ({ dockerfile, stage, instruction, about: { call } }) =>
    !instruction.onbuild &&
    targetChain(dockerfile).some((one) => one === stage) &&
    /^apt(-get)?$/.test(call?.manager ?? ""),
});
