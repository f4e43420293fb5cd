import type { Profile } from "../../domain/profile/profile.ts";
import type { Volume } from "../../domain/workload/workload.ts";
import { selinuxLabel } from "./selinux-label.ts";

/** For `--volume` and Compose's short form: a path of the host begins with a dot or a slash. */
export function volumeText(volume: Volume, profile: Profile): string {
  const { name, path, from, readOnly } = volume;
  const source = from === undefined ? name : /^[./~]/.test(from) ? from : `./${from}`;
  const modes = [...(readOnly === true ? ["ro"] : []), ...(selinuxLabel(volume, profile) === "shared" ? ["z"] : [])];
  return [source, path, ...(modes.length > 0 ? [modes.join(",")] : [])].join(":");
}
