import type { Context } from "../context.ts";
import { kubernetesMinor } from "./kubernetes/kubernetes-minor.ts";
import { podmanVersion } from "./quadlet/podman-version.ts";

/** Versions to evaluate manifests and units for, as the user named them. Throws `bad-usage`. */
export function checkedVersions(flags: {
  readonly kubernetes?: string;
  readonly podman?: string;
}): Pick<Context, "kubernetes" | "podman"> {
  const kubernetes = kubernetesMinor(flags.kubernetes);
  const podman = podmanVersion(flags.podman);
  return { ...(kubernetes !== undefined && { kubernetes }), ...(podman !== undefined && { podman }) };
}
