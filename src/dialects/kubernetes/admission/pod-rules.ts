import type { Profile } from "../../../domain/profile/profile.ts";
import { milliCpus } from "../../text/bytes.ts";
import { byName } from "../../text/flag.ts";
import { celList, everyContainer, quantityAtMost } from "./cel-text.ts";
import { mountRules } from "./mount-rules.ts";
import type { PodRule } from "./pod-rule.ts";
import { isPodRootReadOnly } from "../pod/pod-directories.ts";

/** Names that the expressions use: each list of containers and the pod's security context, empty where there is none. */
export const podVariables: readonly { readonly name: string; readonly expression: string }[] = [
  {
    name: "containers",
    expression: "object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])",
  },
  { name: "ephemeral", expression: "has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : []" },
  { name: "pod", expression: "has(object.spec.securityContext) ? object.spec.securityContext : {}" },
  { name: "volumes", expression: "has(object.spec.volumes) ? object.spec.volumes : []" },
];

/**
 * Required fields of a pod, so that each of its containers, including ephemeral ones, has no more privileges than the
 * profile. `seccompPaths`: allowed paths of the seccomp profile below the kubelet's folder; no policy sees its content.
 */
export function podRules(profile: Profile, seccompPaths: readonly string[]): readonly PodRule[] {
  return [
    ...userRules(profile),
    ...privilegeRules(profile),
    ...layerRules(profile, seccompPaths),
    ...hostRules(profile),
    ...mountRules(profile),
    ...limitRules(profile),
  ];
}

const containerField = (field: string): string => `has(c.securityContext) && has(c.securityContext.${field})`;

/** Of the container, else of the pod. */
function inherited(field: string, ok: (value: string) => string): string {
  return `(${containerField(field)} ? ${ok(`c.securityContext.${field}`)} : has(variables.pod.${field}) && ${ok(`variables.pod.${field}`)})`;
}

const every = (expression: string, message: string): PodRule => ({ expression: everyContainer(expression), message });

function userRules({ user, tmpfs }: Profile): PodRule[] {
  const groups = [...new Set([user.gid, ...tmpfs.map(({ gid }) => gid)])].toSorted((a, b) => a - b).join(", ");
  return [
    every(
      inherited("runAsUser", (value) => `${value} == ${user.uid}`),
      `runAsUser ${user.uid}`,
    ),
    every(
      inherited("runAsGroup", (value) => `${value} == ${user.gid}`),
      `runAsGroup ${user.gid}`,
    ),
    {
      expression: `(!has(variables.pod.supplementalGroups) || variables.pod.supplementalGroups.all(g, g in [${groups}])) && (!has(variables.pod.fsGroup) || variables.pod.fsGroup in [${groups}])`,
      message: `no other group than ${groups}`,
    },
  ];
}

function privilegeRules(profile: Profile): PodRule[] {
  const { capabilities, noNewPrivileges } = profile;
  const { required } = capabilities;
  const dropped = "has(c.securityContext.capabilities.drop) && 'ALL' in c.securityContext.capabilities.drop";
  const added = `(!has(c.securityContext.capabilities.add) || c.securityContext.capabilities.add.all(a, a in ${celList(required)}))`;
  return [
    every(
      `${containerField("capabilities")} && ${dropped} && ${added}`,
      `capabilities.drop ALL, and add no more than ${celList(required)}`,
    ),
    every(`(!(${containerField("privileged")}) || !c.securityContext.privileged)`, "no privileged container"),
    every(`(!(${containerField("procMount")}) || c.securityContext.procMount == 'Default')`, "procMount Default"),
    // The API server refuses it together with CAP_SYS_ADMIN.
    ...(noNewPrivileges && !required.includes("SYS_ADMIN")
      ? [
          every(
            `${containerField("allowPrivilegeEscalation")} && !c.securityContext.allowPrivilegeEscalation`,
            "allowPrivilegeEscalation false",
          ),
        ]
      : []),
    ...(isPodRootReadOnly(profile)
      ? [
          every(
            `${containerField("readOnlyRootFilesystem")} && c.securityContext.readOnlyRootFilesystem`,
            "readOnlyRootFilesystem true",
          ),
        ]
      : []),
  ];
}

function layerRules({ seccomp }: Profile, paths: readonly string[]): PodRule[] {
  const ok = (value: string): string =>
    seccomp === undefined
      ? `${value}.type in ['RuntimeDefault', 'Localhost']`
      : `${value}.type == 'Localhost' && has(${value}.localhostProfile) && ${value}.localhostProfile in ${celList(paths)}`;
  const requiredType = seccomp === undefined ? "RuntimeDefault or Localhost" : `Localhost with ${paths.join(" or ")}`;
  return [
    every(inherited("seccompProfile", ok), `seccompProfile ${requiredType}`),
    {
      expression: `(!has(variables.pod.appArmorProfile) || variables.pod.appArmorProfile.type != 'Unconfined') && ${everyContainer(`(!(${containerField("appArmorProfile")}) || c.securityContext.appArmorProfile.type != 'Unconfined')`)}`,
      message: "no AppArmor profile Unconfined",
    },
    {
      expression: `!has(variables.pod.seLinuxOptions) && ${everyContainer(`!(${containerField("seLinuxOptions")})`)}`,
      message: "no SELinux options",
    },
    {
      expression: `!has(variables.pod.windowsOptions) && ${everyContainer(`!(${containerField("windowsOptions")})`)}`,
      message: "no options of Windows",
    },
  ];
}

function hostRules({ network, sysctls, devices = [] }: Profile): PodRule[] {
  const off = (field: string): string => `(!has(object.spec.${field}) || !object.spec.${field})`;
  const namespaces = [...(network === "host" ? [] : ["hostNetwork"]), "hostPID", "hostIPC", "shareProcessNamespace"];
  const allowedSysctls = celList(byName(sysctls).map(([name, value]) => `${name}=${value}`));
  return [
    { expression: namespaces.map(off).join(" && "), message: `none of ${namespaces.join(", ")}` },
    ...(network === "host"
      ? []
      : [every("(!has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0))", "no hostPort")]),
    {
      expression: `!has(variables.pod.sysctls) || variables.pod.sysctls.all(s, s.name + '=' + s.value in ${allowedSysctls})`,
      message: `no other sysctl than ${allowedSysctls}`,
    },
    ...(devices.length > 0
      ? []
      : [
          {
            expression:
              "!has(object.spec.resourceClaims) && variables.containers.all(c, (!has(c.volumeDevices) || size(c.volumeDevices) == 0) && (!has(c.resources) || !has(c.resources.limits) || c.resources.limits.all(r, r in ['cpu', 'memory', 'ephemeral-storage'])))",
            message: "no device",
          },
        ]),
  ];
}

/** Ephemeral containers can have no limits. */
function limitRules({ memoryBytes, cpus }: Profile): PodRule[] {
  const atMost = (name: string, maxQuantity: string): PodRule => ({
    expression: `variables.containers.all(c, has(c.resources) && has(c.resources.limits) && '${name}' in c.resources.limits && ${quantityAtMost(`c.resources.limits['${name}']`, maxQuantity)})`,
    message: `a ${name} limit of ${maxQuantity} or less`,
  });
  return [
    atMost("memory", String(Math.ceil(memoryBytes))),
    ...(cpus === undefined ? [] : [atMost("cpu", milliCpus(cpus))]),
  ];
}
