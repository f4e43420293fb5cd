import type { Profile } from "../../../domain/profile/profile.ts";
import type { EmitOptions } from "../../emitter.ts";
import { atLeast } from "../../versions/target-version.ts";
import { milliCpus } from "../../text/bytes.ts";
import { byName } from "../../text/flag.ts";
import { bytes } from "./kube-lines.ts";
import { refusesEscalation } from "./kube-losses.ts";
import { appName, seccompPath } from "./kube-names.ts";
import { memoryMounts } from "./memory-mounts.ts";
import { isPodRootReadOnly, podDirectories } from "./pod-directories.ts";
import { inUserNamespace, kubeletSeconds } from "../print/of-profile.ts";
import { kubernetesVersions } from "./versions.ts";

/** A profile's settings of a container and its pod, key by key, for an existing manifest. */
export interface PodSettings {
  /** Fields of the container: replace existing values. */
  readonly context: Readonly<Record<string, string | number | boolean>>;
  readonly add: readonly string[];
  readonly seccomp: { readonly type: string; readonly localhostProfile?: string };
  readonly limits: { readonly memory: string; readonly cpu?: string };
  /** Directories in memory. */
  readonly memory: readonly { readonly path: string; readonly sizeLimit: string }[];
  /** Directories on disk with the lifetime of the pod. */
  readonly directories: readonly string[];
  /** Fields of the pod that are only set if absent. */
  readonly pod: readonly (readonly [path: readonly string[], value: string | number | boolean])[];
  /** Fields of the pod to remove: namespaces of the node, and a shared process namespace. */
  readonly without: readonly string[];
  /** Kernel settings of the pod. */
  readonly sysctls: readonly { readonly name: string; readonly value: string }[];
  /** The group of mounted volumes. */
  readonly fsGroup?: number;
}

export function podSettings(profile: Profile, options: EmitOptions): PodSettings {
  const { user, capabilities, noNewPrivileges, seccomp, network = "private" } = profile;
  const version = options.version ?? kubernetesVersions.default;
  const seconds = Math.ceil(profile.workload.stop.timeoutMs / 1000);
  const memory = memoryMounts(profile).map(({ mount }) => ({ path: mount.path, sizeLimit: bytes(mount.sizeBytes) }));
  const directories = podDirectories(profile).map(({ path }) => path);
  const shares = user.uid !== 0 && memory.length + directories.length + profile.volumes.length > 0;
  return {
    context: {
      runAsUser: user.uid,
      runAsGroup: user.gid,
      runAsNonRoot: user.uid !== 0,
      ...(!refusesEscalation(noNewPrivileges, capabilities.required) && { allowPrivilegeEscalation: !noNewPrivileges }),
      readOnlyRootFilesystem: isPodRootReadOnly(profile),
    },
    add: capabilities.required,
    seccomp:
      seccomp === undefined
        ? { type: "RuntimeDefault" }
        : { type: "Localhost", localhostProfile: seccompPath(appName(options.image ?? profile.image.name)) },
    limits: {
      memory: bytes(profile.memoryBytes),
      ...(profile.cpus !== undefined && { cpu: milliCpus(profile.cpus) }),
    },
    memory,
    directories,
    pod: [
      [["automountServiceAccountToken"], false],
      [["enableServiceLinks"], false],
      ...(inUserNamespace(profile, options) ? ([[["hostUsers"], false]] as const) : []),
      ...(seconds > kubeletSeconds ? ([[["terminationGracePeriodSeconds"], seconds]] as const) : []),
      ...(atLeast(version, "1.33") ? ([[["securityContext", "supplementalGroupsPolicy"], "Strict"]] as const) : []),
    ],
    sysctls: byName(profile.sysctls).map(([name, value]) => ({ name, value })),
    without: ["hostPID", "hostIPC", "shareProcessNamespace", ...(network === "host" ? [] : ["hostNetwork"])],
    ...(shares && { fsGroup: user.gid }),
  };
}
