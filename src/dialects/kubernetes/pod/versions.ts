import type { TargetVersions } from "../../versions/target-version.ts";

export const kubernetesVersions: TargetVersions = {
  flag: "kubernetes",
  product: "Kubernetes",
  default: "1.35",
  oldest: "1.25",
  newest: "1.37",
};
