import type { Profile } from "../../../domain/profile/profile.ts";
import type { EmitOptions } from "../../emitter.ts";
import { atLeast } from "../../versions/target-version.ts";
import { byName } from "../../text/restriction-flags.ts";
import { yamlQuoted } from "../../text/yaml-text.ts";
import { containerLines } from "./container-lines.ts";
import { items } from "./kube-lines.ts";
import { podDirectories } from "./pod-directories.ts";
import { podVolumes } from "./pod-volumes.ts";
import { kubernetesVersions } from "./versions.ts";
import { below } from "../../text/below.ts";

/** The kubelet's default grace period in seconds. */
export const kubeletSeconds = 30;

/** The pod's `spec`. */
export function podLines(profile: Profile, options: EmitOptions, patch = false): string[] {
  const volumes = podVolumes(profile, options, patch);
  const seconds = Math.ceil(profile.workload.stop.timeoutMs / 1000);
  return [
    "# Nothing that was learned asked the API server or looked for Services in its environment.",
    "automountServiceAccountToken: false",
    "enableServiceLinks: false",
    ...(patch ? ["hostPID: null", "hostIPC: null", "shareProcessNamespace: null"] : []),
    ...(profile.network === "host" ? ["hostNetwork: true"] : patch ? ["hostNetwork: null"] : []),
    ...(inUserNamespace(profile, options) ? ["hostUsers: false"] : []),
    ...(seconds > kubeletSeconds ? [`terminationGracePeriodSeconds: ${seconds}`] : []),
    ...podContext(profile, options, patch),
    ...items("containers", [{ lines: containerLines(profile, options, patch) }]),
    ...items(
      "volumes",
      volumes.map(({ name, source }) => ({ lines: [`name: ${name}`, ...source] })),
    ),
  ];
}

/** As of the container (`takenAway`), for all of the pod. A level is not a privilege: it may be how volumes are shared. */
const podTakenAway = [
  "supplementalGroups: null",
  "appArmorProfile: null",
  "seLinuxOptions: {type: null, role: null, user: null}",
  "windowsOptions: null",
];

/** Where it was proven in a user namespace, and Kubernetes has them by default. */
export function inUserNamespace({ provenOn, network }: Profile, options: EmitOptions): boolean {
  const proven = provenOn?.userNamespaces === true || provenOn?.rootless === true;
  return proven && network !== "host" && atLeast(options.version ?? kubernetesVersions.default, "1.33");
}

function podContext(profile: Profile, options: EmitOptions, patch: boolean): string[] {
  const { user, tmpfs, volumes, sysctls } = profile;
  const none = patch && Object.keys(sysctls).length === 0;
  const shares = user.uid !== 0 && tmpfs.length + volumes.length + podDirectories(profile).length > 0;
  return below("securityContext", [
    ...(patch ? podTakenAway : []),
    ...(shares
      ? [
          "# What is mounted belongs to this group, and can be written by it.",
          `fsGroup: ${user.gid}`,
          "fsGroupChangePolicy: OnRootMismatch",
        ]
      : []),
    ...(atLeast(options.version ?? kubernetesVersions.default, "1.33") ? ["supplementalGroupsPolicy: Strict"] : []),
    ...(none ? ["sysctls: null"] : []),
    ...items(
      "sysctls",
      byName(sysctls).map(([name, value]) => ({ lines: [`name: ${yamlQuoted(name)}`, `value: ${yamlQuoted(value)}`] })),
    ),
  ]);
}
