import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { EmitOptions } from "../../emitter.ts";
import { lossesOf } from "../../losses/every-field.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import { heading } from "../../text/heading.ts";
import { preparation } from "../../text/preparation.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";
import { kubeFields } from "./kube-losses.ts";
import { patchFields } from "./patch-losses.ts";
import { kubernetesVersions } from "./versions.ts";

export function kubeLosses(name: "kubernetes" | "kubernetes-patch", profile: Profile, options: EmitOptions): Loss[] {
  const fields = name === "kubernetes" ? kubeFields : patchFields;
  return lossesOf({ name, version: options.version ?? kubernetesVersions.default }, fields, profile, options);
}

/** Comment lines above a manifest: origin of the values, losses, and prerequisites. */
export function kubeHead(profile: Profile, options: EmitOptions, losses: readonly Loss[]): string[] {
  // The losses describe the place of the seccomp profile and of secret values in terms of Kubernetes.
  const { seccomp: _, ...rest } = profile;
  const shownProfile = { ...rest, workload: { ...profile.workload, env: {} } };
  return [
    ...heading(profile),
    ...soleLayers(profile),
    ...unreachedPorts(profile),
    ...lossLines(losses),
    ...preparation(shownProfile, options, losses),
  ].map((line) => `# ${line}`);
}
