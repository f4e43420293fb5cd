import { tagFault } from "../../rules/base-image/tag-fault.ts";
import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["base-image/floating-tag"],
  ids: ["dockle/DKL-DI-0006"],
  reports: ({ stage }) => stage === undefined || tagFault(stage.base) !== "moving",
});
