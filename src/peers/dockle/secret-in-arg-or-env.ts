import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { dockerfilePeer } from "../peer.ts";
import { isSecretToDockle } from "./secret-name.ts";

/** It looks at the environment of the finished image. */
export default dockerfilePeer({
  rules: ["secrets/in-arg-or-env"],
  ids: ["dockle/CIS-DI-0010"],
  reports: ({ dockerfile, stage, instruction: { keyword, onbuild }, about: { secret } }) =>
    keyword === "ENV" &&
    !onbuild &&
    secret !== undefined &&
    isSecretToDockle(secret.name) &&
    targetChain(dockerfile).some((one) => one === stage),
});
