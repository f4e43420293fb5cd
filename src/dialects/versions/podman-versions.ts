import type { TargetVersions } from "./target-version.ts";

/** Quadlet came with 4.4; the keys of a version are in `src/data/quadlet`. */
export const podmanVersions: TargetVersions = {
  flag: "podman",
  product: "Podman",
  default: "5.4",
  oldest: "4.4",
  newest: "6.0",
};
