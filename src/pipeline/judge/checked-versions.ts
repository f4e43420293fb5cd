import type { Context } from "../context.ts";
import { kubernetesVersions } from "../../dialects/kubernetes/pod/versions.ts";
import { podmanVersions } from "../../dialects/versions/podman-versions.ts";
import { toTargetVersion } from "../../dialects/versions/target-version.ts";

/** Versions to evaluate manifests and units for, as the user named them. Throws `bad-usage`. */
export function checkedVersions(flags: {
  readonly kubernetes?: string;
  readonly podman?: string;
}): Pick<Context, "kubernetes" | "podman"> {
  const { kubernetes, podman } = flags;
  return {
    // The minor number: 34 of `1.34`.
    ...(kubernetes !== undefined && {
      kubernetes: Number(toTargetVersion(kubernetesVersions, kubernetes).split(".")[1]),
    }),
    ...(podman !== undefined && { podman: toTargetVersion(podmanVersions, podman) }),
  };
}
