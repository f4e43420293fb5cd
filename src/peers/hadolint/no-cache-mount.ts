import { lists } from "../../facts/managers/deb/apt-lists.ts";
import { hasMount } from "../../facts/managers/package-steps.ts";
import { dockerfilePeer } from "../peer.ts";
import { keepsLists } from "./keeps-lists.ts";

/** It misses a deletion of the lists that the mount holds. */
export default dockerfilePeer({
  rules: ["layers/no-cache-mount"],
  ids: ["hadolint/DL3009"],
  reports: ({ dockerfile, stage, instruction }) =>
    hasMount(instruction, "/var/lib/apt") &&
    !hasMount(instruction, "/var/cache/apt") &&
    !hasMount(instruction, lists) &&
    keepsLists(dockerfile, stage, instruction),
});
