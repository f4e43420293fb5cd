import { kubernetesVersions } from "../../../dialects/kubernetes/pod/versions.ts";
import { toTargetVersion } from "../../../dialects/versions/target-version.ts";

/** The minor number of a version: 34 of `1.34`. Throws `bad-usage`. */
export function kubernetesMinor(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(toTargetVersion(kubernetesVersions, text).split(".")[1]);
}
