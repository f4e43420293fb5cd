import type { Pod } from "../../formats/kubernetes/pods-of.ts";
import { allowPrivilegeEscalation } from "./checks/allow-privilege-escalation.ts";
import { appArmorProfile } from "./checks/app-armor-profile.ts";
import { capabilitiesBaseline } from "./checks/capabilities-baseline.ts";
import { capabilitiesRestricted } from "./checks/capabilities-restricted.ts";
import { hostNamespaces } from "./checks/host-namespaces.ts";
import { hostPathVolumes } from "./checks/host-path-volumes.ts";
import { hostPorts } from "./checks/host-ports.ts";
import { hostProbes } from "./checks/host-probes.ts";
import { privileged } from "./checks/privileged.ts";
import { procMount, procMountRestricted } from "./checks/proc-mount.ts";
import { restrictedVolumes } from "./checks/restricted-volumes.ts";
import { runAsNonRoot } from "./checks/run-as-non-root.ts";
import { runAsUser } from "./checks/run-as-user.ts";
import { seLinuxOptions } from "./checks/se-linux-options.ts";
import { seccompBaseline } from "./checks/seccomp-baseline.ts";
import { seccompRestricted } from "./checks/seccomp-restricted.ts";
import { sysctls } from "./checks/sysctls.ts";
import { windowsHostProcess } from "./checks/windows-host-process.ts";
import type { Breach, PodSecurityCheck, PodSecurityLevel } from "./pod-security-check.ts";
import { podView } from "./pod-view.ts";

/** In the order in which an API server names them. */
export const podSecurityChecks: readonly PodSecurityCheck[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMount,
  seLinuxOptions,
  seccompBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
];

/** The newest version whose checks are known; newer versions are judged by it. */
export const newestPodSecurity = 37;

export interface PodViolation extends Breach {
  readonly check: PodSecurityCheck;
}

/**
 * Violations of the Pod Security Standards of Kubernetes 1.`minor` by a pod at a level, as its admission controller reports them. Restricted includes baseline.
 * https://github.com/kubernetes/pod-security-admission/blob/master/policy/registry.go
 */
export function podSecurity(pod: Pod, file: string, level: PodSecurityLevel, minor: number): readonly PodViolation[] {
  const view = podView(pod, file);
  return checksOf(level, minor).flatMap((check) => check.breaches(view, minor).map((breach) => ({ ...breach, check })));
}

function checksOf(level: PodSecurityLevel, minor: number): readonly PodSecurityCheck[] {
  const applicableChecks = podSecurityChecks.filter(({ since }) => since <= minor);
  if (level === "baseline") return applicableChecks.filter((check) => check.level === "baseline");
  const replaced = new Set(applicableChecks.map(({ replaces }) => replaces));
  return applicableChecks.filter(({ id }) => !replaced.has(id));
}
