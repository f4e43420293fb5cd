import type { RequestedMount } from "../../domain/container/requested-settings.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Volume, Workload } from "../../domain/workload/workload.ts";
import { shownEnv, suppliedBy } from "../../secrets/env-by-name.ts";
import type { EmitOptions } from "../emitter.ts";
import { byName } from "../text/flag.ts";
import { publishedPorts } from "../text/published-ports.ts";
import { reasons } from "../text/reasons.ts";
import { selinuxLabel } from "../text/selinux-label.ts";
import { toRestrictions } from "../text/to-restrictions.ts";
import { ofRestrictions, type TmpfsText } from "./of-restrictions.ts";
import type { PrintedSpec, PrintedVariable } from "./printed-spec.ts";

/** Default stop timeout of engines in seconds. */
const engineSeconds = 10;

/** Restrictions of a profile and needs of its workload. */
export function ofProfile(profile: Profile, options: EmitOptions = {}, tmpfsText?: TmpfsText): PrintedSpec {
  const { entrypoint, command, workdir, stop, variables, env, ready } = profile.workload;
  const fieldReasons = reasons(profile, options.witnesses);
  const seconds = Math.ceil(stop.timeoutMs / 1000);
  return {
    ...ofRestrictions(toRestrictions(profile), tmpfsText),
    image: options.image ?? profile.image.name,
    env: printedEnv(env),
    ports: (profile.network ?? "private") === "private" ? loopbackPorts(profile) : [],
    mounts: profile.volumes.map((volume) => mountOf(volume, profile)),
    workingDir: workdir,
    entrypoint,
    command,
    variables,
    stopSignal: stop.signal,
    stopSeconds: seconds > engineSeconds ? seconds : undefined,
    ends: ready.kind === "ended",
    reasonComments: (field, value) =>
      fieldReasons
        .filter((reason) => reason.field === field && reason.value === value)
        .map(({ label, text }) => `# ${label}: ${text}`),
  };
}

/** Values that may be secret are supplied by name. */
export function printedEnv(env: Workload["env"]): PrintedVariable[] {
  return byName(shownEnv(env)).map(([name, value]) => {
    const supplier = suppliedBy(value);
    return supplier === undefined ? { name, value } : { name, supplier };
  });
}

/** On 127.0.0.1 only: whether the world may reach them is not ours to decide. */
export function loopbackPorts(profile: Profile): NonNullable<PrintedSpec["ports"]> {
  return publishedPorts(profile).map((port) => {
    const [target = "", protocol = "tcp"] = port.split("/");
    return { hostIp: "127.0.0.1", published: target, target, protocol };
  });
}

/** A host path begins with a dot or a slash. */
function mountOf(volume: Volume, profile: Profile): RequestedMount {
  const { name, path, from, readOnly } = volume;
  return {
    type: from === undefined ? "volume" : "bind",
    source: from === undefined ? name : /^[./~]/.test(from) ? from : `./${from}`,
    path,
    readOnly: readOnly === true,
    words: selinuxLabel(volume, profile) === "shared" ? ["z"] : [],
  };
}
