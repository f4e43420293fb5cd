import type { Profile } from "../../domain/profile/profile.ts";
import type { Volume } from "../../domain/workload/workload.ts";

/** `shared`: the engine labels it for containers (`:z`). `asked`: whoever it belongs to has to decide. `none`: it has a label that suits. */
export type SelinuxLabel = "none" | "shared" | "asked";

/**
 * What a mount of this profile needs where SELinux confined it: a container may use files of the host only with its own label. Only what lies beneath the
 * project is labelled by the line itself: `:z` on a folder of the system or a home changes the label for everything else there (podman-run(1), "Labeling
 * Volume Mounts"). A volume has its label from the engine.
 */
export function selinuxLabel({ from }: Volume, profile: Profile): SelinuxLabel {
  if (from === undefined || !confinedBySelinux(profile)) return "none";
  return /^[/~]/.test(from) || from.split("/").includes("..") ? "asked" : "shared";
}

function confinedBySelinux({ provenOn, alsoProvenOn = [] }: Profile): boolean {
  return [provenOn, ...alsoProvenOn].some((one) => one?.accessControl.includes("SELinux"));
}
