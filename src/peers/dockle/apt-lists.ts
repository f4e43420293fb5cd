import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { dockerfilePeer } from "../peer.ts";

/** It looks at the finished image. */
export default dockerfilePeer({
  rules: ["cleanup/apt-lists"],
  ids: ["dockle/DKL-DI-0005"],
  reports: ({ dockerfile, stage, instruction }) =>
    !instruction.onbuild && targetChain(dockerfile).some((one) => one === stage),
});
