import { podmanVersions } from "../../../dialects/versions/podman-versions.ts";
import { toTargetVersion } from "../../../dialects/versions/target-version.ts";

/** Minor version of a Podman version: `5.4` of `5.4.2`. Throws `bad-usage`. */
export function podmanVersion(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toTargetVersion(podmanVersions, text);
}
