import type { Profile } from "../../domain/profile/profile.ts";
import type { Volume } from "../../domain/workload/workload.ts";

/**
 * `shared`: the engine labels it for containers (`:z`). `asked`: its owner must decide. `none`: its label is suitable.
 */
export type SelinuxLabel = "none" | "shared" | "asked";

/**
 * SELinux label for a mount of this profile: a container may use files of the host only with a label for containers.
 * The line itself only labels files below the project: `:z` on a system or home directory changes the label of
 * everything else there (podman-run(1), "Labeling Volume Mounts"). The engine labels volumes.
 */
export function selinuxLabel({ from }: Volume, profile: Profile): SelinuxLabel {
  if (from === undefined || !confinedBySelinux(profile)) return "none";
  return /^[/~]/.test(from) || from.split("/").includes("..") ? "asked" : "shared";
}

function confinedBySelinux({ provenOn, alsoProvenOn = [] }: Profile): boolean {
  return [provenOn, ...alsoProvenOn].some((one) => one?.accessControl.includes("SELinux"));
}
