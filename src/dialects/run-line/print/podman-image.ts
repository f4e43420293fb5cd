import type { Profile } from "../../../domain/profile/profile.ts";
import { provenOnPodman } from "../../losses/podman-losses.ts";
import { qualifiedImage } from "../../text/qualified-image.ts";

/** The name by which Podman knows an image: with its registry, where it was Docker that knew it by the name of the profile. */
export function podmanImage(image: string, profile: Profile): string {
  return provenOnPodman(profile) ? image : qualifiedImage(image);
}
