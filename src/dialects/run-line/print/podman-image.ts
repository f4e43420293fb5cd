import type { Profile } from "../../../domain/profile/profile.ts";
import { provenOnPodman } from "../../losses/podman-losses.ts";
import { qualifiedImage } from "../../text/qualified-image.ts";

/** Podman's name of an image: qualified with its registry if the profile's name is Docker's. */
export function podmanImage(image: string, profile: Profile): string {
  return provenOnPodman(profile) ? image : qualifiedImage(image);
}
